from tests.shipped import dataset, shipped

__all__ = ["dataset", "shipped"]
