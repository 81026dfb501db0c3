"""Valkey as Celery's broker, with one client for each channel.

kombu makes a client for every message it sends, which costs more than the sending. A client holds nothing but
the pool of connections, so one serves as long as the pool does.
"""

from kombu.transport import redis
from redis import Redis


class Channel(redis.Channel):
    _sender: Redis | None = None

    def _create_client(self, asynchronous: bool = False) -> Redis:
        if asynchronous:
            return super()._create_client(asynchronous=True)
        if self._sender is None or self._sender.connection_pool is not self.pool:
            self._sender = super()._create_client()
        return self._sender


class Transport(redis.Transport):
    Channel = Channel
