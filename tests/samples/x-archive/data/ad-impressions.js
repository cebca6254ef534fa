window.YTD.ad_impressions.part0 = [
  {
    "ad": {
      "x": 1
    }
  }
]