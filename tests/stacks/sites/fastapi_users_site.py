"""FastAPI with fastapi-users: a cookie, and accounts in a database."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import Response
from fastapi.templating import Jinja2Templates
from fastapi_users import BaseUserManager, FastAPIUsers, UUIDIDMixin, schemas
from fastapi_users.authentication import AuthenticationBackend, CookieTransport, JWTStrategy
from fastapi_users_db_sqlalchemy import SQLAlchemyBaseUserTableUUID, SQLAlchemyUserDatabase
from jinja2 import DictLoader, Environment
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from tests.stacks.project import NAMES, SIGN_UP
from wootric_snippet import User
from wootric_snippet.starlette import Wootric

SECRET = "for tests alone, and long enough for HS256"
engine = create_async_engine(f"sqlite+aiosqlite:///{tempfile.mkdtemp()}/site.db")
sessions = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    """The tables."""


class Account(SQLAlchemyBaseUserTableUUID, Base):
    """Somebody who signs in."""

    created_at: Mapped[datetime] = mapped_column(default=SIGN_UP.replace(tzinfo=None))


class NewAccount(schemas.BaseUserCreate):
    """What signing up takes."""


class Accounts(UUIDIDMixin, BaseUserManager[Account, Any]):
    """The accounts."""

    reset_password_token_secret = verification_token_secret = SECRET


async def get_session() -> AsyncIterator[AsyncSession]:
    """Open a session of the database."""
    async with sessions() as session:
        yield session


async def get_accounts(session: Annotated[AsyncSession, Depends(get_session)]) -> AsyncIterator[Accounts]:
    """Return the accounts."""
    yield Accounts(SQLAlchemyUserDatabase(session, Account))


backend = AuthenticationBackend(
    name="cookie",
    transport=CookieTransport(cookie_secure=False),
    get_strategy=lambda: JWTStrategy(SECRET, lifetime_seconds=600),
)
users = FastAPIUsers[Account, Any](get_accounts, [backend])
find_account = users.current_user(optional=True)


async def keep_account(request: Request, account: Annotated[Account | None, Depends(find_account)]) -> None:
    """Keep who is signed in where the survey finds them."""
    request.state.account = account


def survey_user(request: Request) -> User | None:
    """Return who is signed in."""
    account = request.state.account
    return account and User(account.email, account.created_at, external_id=account.id)


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    """Make the tables and the accounts of the two visitors."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with sessions() as session:
        accounts = Accounts(SQLAlchemyUserDatabase(session, Account))
        for name in NAMES:
            await accounts.create(NewAccount(email=f"{name}@initech.example", password="swordfish"))
    yield


environment = Environment(autoescape=True, loader=DictLoader({"page.html": "<p>Shop</p>{{ wootric_snippet() }}"}))
templates = Jinja2Templates(env=environment)
wootric = Wootric(account_token="NPS-01fe3cbc", user=survey_user)
app = FastAPI(lifespan=lifespan)
app.include_router(users.get_auth_router(backend), prefix="/auth")
wootric.init_app(app, templates)


@app.get("/", name="home", dependencies=[Depends(keep_account)])
async def page(request: Request) -> Response:
    """Show the page."""
    return templates.TemplateResponse(request, "page.html")
