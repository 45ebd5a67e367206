"""Sweeping: what was only to stay for a while goes, in all memories, by a role that can read none of them.

How long things stay is written in the policies of that role (migration 0005): a day for a photo that no newer one took
the place of, and for a crop as long as the one it shows was given to say yes.
"""

import asyncio
import logging
from datetime import timedelta

from sqlalchemy import delete, update

from core.adapters.database import Database
from core.adapters.tables import held, turns
from core.errors import StoreDown

log = logging.getLogger(__name__)

EVERY = timedelta(hours=1)


async def sweep(database: Database) -> tuple[int, int]:
    """Drop what is too old: how many photos, how many crops. Raises StoreDown."""
    async with database.sweeping() as connection:  # no conditions here: to ask for one, it would have to read
        photos = await connection.execute(update(turns).values(jpeg=None, width=None, height=None))
        crops = await connection.execute(delete(held))
        return photos.rowcount, crops.rowcount


async def keep_sweeping(database: Database) -> None:
    """Sweep now and every hour, until cancelled; a database that is down is asked again an hour later."""
    while True:
        try:
            photos, crops = await sweep(database)
            log.info("swept: %d photos, %d crops", photos, crops)
        except StoreDown as error:
            log.warning("Nothing was swept: %s", error)
        await asyncio.sleep(EVERY.total_seconds())
