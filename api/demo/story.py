"""The story as data: who is in it, at which firms, and how many days before the end it happens.

Everything is counted back from the last day, so the story stays the same for every end.
"""

__all__ = [
    "BROKER",
    "BUYER",
    "CALM",
    "CAST",
    "COOLING",
    "COOLING_TEAM",
    "COOLS",
    "DAYS",
    "DEPARTED",
    "DEPARTED_HANDED_OVER",
    "DEPARTED_SILENT",
    "HEAD",
    "LEFT",
    "MOVED",
    "MOVED_FROM",
    "MOVED_TEAM",
    "MOVED_TO",
    "NEWSLETTER",
    "OWN",
    "PRIVATE_ADDRESS",
    "RISES",
    "RISING",
    "SEASONAL",
    "SINGLE_THREADED",
    "SUCCESSOR",
    "SUMMER_CLOSED",
    "THREE_IDENTITIES",
]

OWN = "arboris.example"
DAYS = 730  # from the first day to the last

HEAD = "Halina Wróblewska"
BROKER = "Iñaki Etxarte"
RISING = "Ngozi Lindgren"
DEPARTED = "Bartosz Kędzierski"
SUCCESSOR = "Ilse Vandenbroucke"
BUYER = "Søren Dahlgaard"
THREE_IDENTITIES = "Joanna Wiśniewska-Brandt"
COOLING_TEAM = ("Matěj Svoboda", "Élise Moreau", "Göran Åkesson", "Lakshmi Raghavan")

CAST: dict[str, tuple[str, str]] = {  # name: team, title
    HEAD: ("Management", "Chief executive"),
    BROKER: ("Planning", "Production planner"),
    RISING: ("Market Insight", "Data analyst"),
    DEPARTED: ("Key Accounts", "Key account manager"),
    SUCCESSOR: ("Key Accounts", "Key account manager"),
    BUYER: ("Materials", "Buyer"),
    THREE_IDENTITIES: ("Field Sales", "Regional sales manager"),
    COOLING_TEAM[0]: ("Key Accounts", "Key account manager"),
    COOLING_TEAM[1]: ("Support", "Service engineer"),
    COOLING_TEAM[2]: ("Structural Design", "Structural engineer"),
    COOLING_TEAM[3]: ("Logistics", "Delivery coordinator"),
}

PRIVATE_ADDRESS = "jo.brandt@freepost.test"
NEWSLETTER = "weekly@timberwise-press.example"

COOLING = "hallgrim-byggverk.example"
SINGLE_THREADED = "pryskyrice-kovar.example"
SEASONAL = "menuiserie-garonne.example"
DEPARTED_HANDED_OVER = ("soltys-i-synowie.example", "turmbau-sud.example")
DEPARTED_SILENT = (
    "modrzew-invest.example",
    "stavby-sumava.example",
    "atelier-vercors.example",
    "agac-evler.example",
)

MOVED_TEAM, MOVED_FROM, MOVED_TO = "Configurator", "Engineering", "Customer Service"

# Days before the end. With the default end, 2026-09-30:
MOVED = 364  # 2025-10-01, a Wednesday
RISES = 120  # 2026-06-02
LEFT = 75  # 2026-07-17, a Friday: the first day without
COOLS = 63  # 2026-07-29
SUMMER_CLOSED = (68, 42)  # 2026-07-24 to 2026-08-19
CALM = (SUMMER_CLOSED, (284, 268), (433, 407), (649, 633))  # each summer, each turn of the year
