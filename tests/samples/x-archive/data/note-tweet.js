window.YTD.note_tweet.part0 = [
  {
    "noteTweet": {
      "noteTweetId": "2028099999999000000",
      "updatedAt": "2026-03-02T15:37:21.000Z",
      "lifecycle": {
        "value": "1",
        "name": "Active"
      },
      "createdAt": "2026-03-02T15:37:21.000Z",
      "core": {
        "text": "Nasz plan na rok: najpierw sprzedaż & potem wsparcie, a na końcu wszystko, co zostało z poprzedniego kwartału, bo inaczej nie zdążymy przed latem. Pytajcie @Bob i @eve_new o szczegóły #Plan https://t.co/other",
        "mentions": [
          {
            "screenName": "Bob",
            "fromIndex": "1",
            "toIndex": "2"
          },
          {
            "screenName": "eve_new",
            "fromIndex": "1",
            "toIndex": "2"
          }
        ],
        "hashtags": [
          {
            "text": "Plan",
            "fromIndex": "1",
            "toIndex": "2"
          }
        ],
        "urls": [
          {
            "expandedUrl": "https://acme.example/",
            "shortUrl": "https://t.co/other",
            "toIndex": "2",
            "fromIndex": "1",
            "displayUrl": "acme.example"
          }
        ],
        "cashtags": [],
        "styletags": []
      }
    }
  },
  {
    "noteTweet": {
      "noteTweetId": "2028099999999000009",
      "createdAt": "2026-03-02T15:37:22.000Z",
      "core": {
        "text": "Inny tekst tej samej sekundy",
        "mentions": [],
        "urls": []
      }
    }
  }
]
