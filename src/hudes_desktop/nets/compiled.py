"""placeholder"""


class BodyCompiler:
    def __init__(self, cache_dir):
        self.cache_dir = cache_dir
