window.YTD.community_tweet.part0 = [
  {
    "tweet": {
      "id": "2028100000000000004",
      "id_str": "2028100000000000004",
      "full_text": "Ktoś jedzie na targi? @cat",
      "created_at": "Mon Mar 02 16:00:00 +0000 2026",
      "entities": {
        "hashtags": [],
        "user_mentions": [
          {
            "name": "Cat",
            "screen_name": "cat",
            "id_str": "3003",
            "id": "3003",
            "indices": [
              "0",
              "3"
            ]
          }
        ],
        "urls": []
      },
      "community_id_str": "1500000000000000000",
      "scopes": {
        "followers": false
      }
    }
  }
]
