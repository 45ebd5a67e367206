"""What `bot.discord_bot` is made of: one module for each thing that Discord has a way of its own for.

notes     what was said, as it is kept in a letter
reading   Discord's messages and interactions -> notes
commands  the slash commands and the menu of a message
buttons   buttons that only one account may press, and that outlive a restart
looks     a part of a reply -> what Discord takes
missed    what was written while nobody was connected
post      one call for each way that a message can go out
growing   the answer while it grows
"""
