window.YTD.tweets.part1 = [
  {
    "tweet": {
      "id": "2028100000000000001",
      "id_str": "2028100000000000001",
      "full_text": "@bob Nasz plan na rok: najpierw sprzedaż &amp; potem wsparcie, a na końcu wszystko, co zostało z poprzedniego kwartału, bo inaczej nie zdążymy… https://t.co/cut1",
      "created_at": "Mon Mar 02 15:37:22 +0000 2026",
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
      "in_reply_to_status_id_str": "2028099999999999999",
      "in_reply_to_user_id_str": "2002",
      "in_reply_to_screen_name": "bob",
      "truncated": false
    }
  },
  {
    "tweet": {
      "id": "2028100000000000002",
      "id_str": "2028100000000000002",
      "full_text": "Wszystko jasne, ciąg dalszy nastąpi, gdy tylko będzie wiadomo…",
      "created_at": "Mon Mar 02 15:40:00 +0000 2026",
      "entities": {
        "hashtags": [],
        "user_mentions": [],
        "urls": []
      }
    }
  },
  {
    "tweet": {
      "id": "2028100000000000003",
      "id_str": "2028100000000000003",
      "full_text": "więcej o tym",
      "created_at": "Mon Mar 02 15:41:00 +0000 2026",
      "entities": {
        "hashtags": [],
        "user_mentions": [],
        "urls": []
      },
      "in_reply_to_status_id_str": "2028000000000000010",
      "in_reply_to_user_id_str": "1001",
      "in_reply_to_screen_name": "Ann_X"
    }
  }
]
