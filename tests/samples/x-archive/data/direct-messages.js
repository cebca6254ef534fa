window.YTD.direct_messages.part0 = [
  {
    "dmConversation": {
      "conversationId": "1001-2002",
      "messages": [
        {
          "messageCreate": {
            "recipientId": "2002",
            "senderId": "1001",
            "id": "9001",
            "createdAt": "2026-03-02T10:00:00.000Z",
            "text": "hi",
            "reactions": [
              {
                "senderId": "2002",
                "reactionKey": "like",
                "eventId": "9002",
                "createdAt": "2026-03-02T10:01:00.000Z"
              }
            ],
            "urls": [],
            "mediaUrls": []
          }
        },
        {
          "messageCreate": {
            "recipientId": "1001",
            "senderId": "2002",
            "id": "9003",
            "createdAt": "2026-03-02T10:02:00.000Z",
            "text": "hi back"
          }
        },
        {
          "messageCreate": {
            "id": "9004"
          }
        }
      ]
    }
  }
]