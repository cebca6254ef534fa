window.YTD.account.part0 = [
  {
    "account": {
      "email": "Ann@acme.example",
      "createdVia": "web",
      "username": "Ann_X",
      "accountId": "1001",
      "createdAt": "2009-01-02T03:04:05.000Z",
      "accountDisplayName": "Ann Smith"
    }
  }
]