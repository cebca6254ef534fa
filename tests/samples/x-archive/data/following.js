window.YTD.following.part0 = [
  {
    "following": {
      "accountId": "3003"
    }
  },
  {
    "following": {
      "accountId": "not one"
    }
  }
]