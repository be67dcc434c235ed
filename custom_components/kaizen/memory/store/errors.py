"""What can go wrong with the store; every message is free of what is remembered."""


class StoreError(Exception):
    """The store cannot do what was asked."""


class ForeignFileError(StoreError):
    """The file is a database of something else."""


class NewerStoreError(StoreError):
    """A newer Kaizen has written the file: going back would lose what this one does not know."""

    def __init__(self, found: int, known: int) -> None:
        """Say which versions of the schema are meant."""
        super().__init__(f"The store has schema {found}, this Kaizen knows {known}")
        self.found = found
        self.known = known


class DamagedStoreError(StoreError):
    """The file is not a database any more, or not a whole one."""


class UnknownMemoryError(StoreError):
    """There is no such memory, or it is not in the state that is needed."""

    def __init__(self, id: str) -> None:
        """Say which."""
        super().__init__(f"There is no such memory: {id}")
        self.id = id


class DuplicateError(StoreError):
    """The same words are known already, in the same scope."""

    def __init__(self, existing_id: str) -> None:
        """Say which memory has them."""
        super().__init__(f"The same is known already: {existing_id}")
        self.existing_id = existing_id


class InvalidMemoryError(StoreError):
    """The text is empty or too long, or a vector has no numbers in it."""
