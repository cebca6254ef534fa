"""Reddit: listings, comment trees and dumps, as its API gives them and as others keep them."""
