window.YTD.deleted_tweets.part0 = [
  {
    "tweet": {
      "id": "2028100000000000005",
      "id_str": "2028100000000000005",
      "full_text": "@bob sorry",
      "created_at": "Mon Mar 02 16:10:00 +0000 2026",
      "entities": {
        "hashtags": [],
        "user_mentions": [
          {
            "name": "Bob",
            "screen_name": "bob",
            "id_str": "2002",
            "id": "2002",
            "indices": [
              "0",
              "3"
            ]
          }
        ],
        "urls": []
      },
      "in_reply_to_user_id_str": "2002",
      "in_reply_to_screen_name": "bob",
      "deleted_at": "Tue Mar 03 08:00:00 +0000 2026"
    }
  }
]
