window.YTD.like.part1 = [
  {
    "like": {
      "tweetId": "1582825767519809540",
      "expandedUrl": "https://twitter.com/i/web/status/1582825767519809540"
    }
  }
]
