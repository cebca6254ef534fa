"""Read last by a process that is to be forked: what it has read by now is there for good.

Else each fork would look through all of it for garbage, and make copies as it looks.
"""

import atexit
import gc

gc.freeze()
atexit.register(gc.unfreeze)  # at its own end it lets go of all
