window.YTD.direct_messages_group.part0 = [
  {
    "dmConversation": {
      "conversationId": "777",
      "messages": [
        {
          "joinConversation": {
            "initiatingUserId": "2002",
            "participantsSnapshot": [
              "1001",
              "2002",
              "3003"
            ],
            "createdAt": "2026-03-02T11:00:00.000Z"
          }
        },
        {
          "messageCreate": {
            "senderId": "2002",
            "id": "9005",
            "createdAt": "2026-03-02T11:01:00.000Z",
            "text": "all of you"
          }
        },
        {
          "participantsLeave": {
            "userIds": [
              "3003"
            ],
            "createdAt": "2026-03-02T12:00:00.000Z"
          }
        }
      ]
    }
  }
]