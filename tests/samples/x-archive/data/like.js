window.YTD.like.part0 = [
  {
    "like": {
      "tweetId": "1582825767519809536",
      "fullText": "x",
      "expandedUrl": "https://twitter.com/i/web/status/1582825767519809536"
    }
  },
  {
    "like": {
      "tweetId": "1582825767519809537",
      "expandedUrl": "https://twitter.com/Bob/status/1582825767519809537"
    }
  },
  {
    "like": {
      "tweetId": "790442426",
      "fullText": "too old"
    }
  }
]