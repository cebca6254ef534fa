window.YTD.tweets.part0 = [
  {
    "tweet": {
      "id": "2028000000000000001",
      "id_str": "2028000000000000001",
      "full_text": "Good morning #Sales &amp; #sales",
      "created_at": "Mon Mar 02 09:00:00 +0000 2026",
      "favorite_count": "1",
      "entities": {
        "hashtags": [
          {
            "text": "Sales",
            "indices": [
              "0",
              "1"
            ]
          },
          {
            "text": "sales",
            "indices": [
              "0",
              "1"
            ]
          }
        ],
        "user_mentions": [],
        "urls": []
      }
    }
  },
  {
    "tweet": {
      "id": "2028000000000000002",
      "id_str": "2028000000000000002",
      "full_text": "@bob what do you think?",
      "created_at": "Mon Mar 02 09:00:00 +0000 2026",
      "favorite_count": "1",
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
          },
          {
            "name": "Ann",
            "screen_name": "Ann_X",
            "id_str": "1001",
            "id": "1001",
            "indices": [
              "0",
              "3"
            ]
          }
        ],
        "urls": []
      }
    }
  },
  {
    "tweet": {
      "id": "2028000000000000003",
      "id_str": "2028000000000000003",
      "full_text": "@bob @cat yes",
      "created_at": "Mon Mar 02 09:00:00 +0000 2026",
      "favorite_count": "1",
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
          },
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
      "in_reply_to_status_id_str": "2027999999999999999",
      "in_reply_to_user_id_str": "2002",
      "in_reply_to_screen_name": "bob"
    }
  },
  {
    "tweet": {
      "id": "2028000000000000004",
      "id_str": "2028000000000000004",
      "full_text": "@dan unprompted: can we help?",
      "created_at": "Mon Mar 02 09:00:00 +0000 2026",
      "favorite_count": "1",
      "entities": {
        "hashtags": [],
        "user_mentions": [
          {
            "name": "Dan",
            "screen_name": "dan",
            "id_str": "4004",
            "id": "4004",
            "indices": [
              "0",
              "3"
            ]
          }
        ],
        "urls": []
      },
      "in_reply_to_user_id_str": "4004",
      "in_reply_to_screen_name": "dan"
    }
  },
  {
    "tweet": {
      "id": "2028000000000000005",
      "id_str": "2028000000000000005",
      "full_text": "more of my thread",
      "created_at": "Mon Mar 02 09:00:00 +0000 2026",
      "favorite_count": "1",
      "entities": {
        "hashtags": [],
        "user_mentions": [],
        "urls": []
      },
      "in_reply_to_status_id_str": "2028000000000000001",
      "in_reply_to_user_id_str": "1001",
      "in_reply_to_screen_name": "Ann_X"
    }
  },
  {
    "tweet": {
      "id": "2028000000000000006",
      "id_str": "2028000000000000006",
      "full_text": "RT @Bob: thanks @cat and @dan",
      "created_at": "Mon Mar 02 09:00:00 +0000 2026",
      "favorite_count": "1",
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
          },
          {
            "name": "Cat",
            "screen_name": "cat",
            "id_str": "3003",
            "id": "3003",
            "indices": [
              "0",
              "3"
            ]
          },
          {
            "name": "Dan",
            "screen_name": "dan",
            "id_str": "4004",
            "id": "4004",
            "indices": [
              "0",
              "3"
            ]
          }
        ],
        "urls": []
      }
    }
  },
  {
    "tweet": {
      "id": "2028000000000000007",
      "id_str": "2028000000000000007",
      "full_text": "RT @Gone_Now: old words",
      "created_at": "Mon Mar 02 09:00:00 +0000 2026",
      "favorite_count": "1",
      "entities": {
        "hashtags": [],
        "user_mentions": [],
        "urls": []
      }
    }
  },
  {
    "tweet": {
      "id": "2028000000000000008",
      "id_str": "2028000000000000008",
      "full_text": "see this https://t.co/x",
      "created_at": "Mon Mar 02 09:00:00 +0000 2026",
      "favorite_count": "1",
      "entities": {
        "hashtags": [],
        "user_mentions": [],
        "urls": [
          {
            "url": "https://t.co/x",
            "expanded_url": "https://twitter.com/eve/status/2027000000000000000"
          }
        ]
      }
    }
  },
  {
    "tweet": {
      "id": "2028000000000000009",
      "id_str": "2028000000000000009",
      "full_text": "@lost hello",
      "created_at": "Mon Mar 02 09:00:00 +0000 2026",
      "favorite_count": "1",
      "entities": {
        "hashtags": [],
        "user_mentions": [
          {
            "name": "",
            "screen_name": "lost",
            "id_str": "-1",
            "id": "-1",
            "indices": [
              "0",
              "3"
            ]
          }
        ],
        "urls": []
      },
      "in_reply_to_user_id_str": "-1",
      "in_reply_to_screen_name": "lost"
    }
  },
  {
    "tweet": {
      "id": "2028000000000000010",
      "id_str": "2028000000000000010",
      "full_text": "second version",
      "created_at": "Mon Mar 02 09:00:00 +0000 2026",
      "favorite_count": "1",
      "entities": {
        "hashtags": [],
        "user_mentions": [],
        "urls": []
      },
      "edit_info": {
        "edit": {
          "initialTweetId": "2027999999999990000",
          "editControlInitial": {
            "editTweetIds": [
              "2027999999999990000",
              "2028000000000000010"
            ]
          }
        }
      }
    }
  },
  {
    "tweet": {
      "id": "2028000000000000011",
      "id_str": "2028000000000000011",
      "full_text": "no date",
      "created_at": "yesterday",
      "favorite_count": "1",
      "entities": {
        "hashtags": [],
        "user_mentions": [],
        "urls": []
      }
    }
  }
]