"""Django with nothing beside it."""

from tests.stacks.project import common_urls, prepare, serve, setup

setup()
urlpatterns = common_urls()

if __name__ == "__main__":
    prepare()
    serve()
