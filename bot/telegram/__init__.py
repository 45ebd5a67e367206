"""What `bot.telegram_bot` is made of: one module for each thing that Telegram has a way of its own for.

receiving  updates: what is for us is kept before it is acknowledged
albums     photos that come one by one
reading    Telegram's messages -> words, pictures, people
directory  who is who, and what a group's admins settled
sending    a reply -> what Telegram takes
previews   the answer while it grows
buttons    buttons that only one account may press, and that outlive a restart
menu       the list of commands
limits     one budget for all calls to a chat
probing    whether a message arrived whose sending broke off
"""
