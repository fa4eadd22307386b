"""Today as it is usually written: pandas, a connection per query, plotly express, nothing kept, default settings.

It shows what our page shows, of the same data: who needs a word and why, the four figures with twelve weeks of each,
everyone in a table that can be searched, talks by week and what is owed. It is written the way the tutorials do it, in
good faith; its reasons are fewer than ours.
"""

import os
from datetime import date, timedelta
from typing import Any

import duckdb
import pandas as pd  # type: ignore[import-untyped]  # it ships no types
import plotly.express as px
import streamlit as st

TODAY = pd.Timestamp(date.today())  # noqa: DTZ011 - it is usual
TOPICS = 11


def query(sql: str, *given: Any) -> pd.DataFrame:
    with duckdb.connect(os.environ["OFFICE"], read_only=True) as connection:
        return connection.execute(sql, list(given)).df()


st.set_page_config(page_title="Today", layout="wide")
counselors = query("SELECT counselor_id, name FROM counselors ORDER BY name")
cohorts = query("SELECT cohort_id, name FROM cohorts ORDER BY name")
fields_there = query("SELECT name, count(*) AS n FROM fields GROUP BY name ORDER BY n DESC LIMIT 200")
names = dict(zip(counselors["counselor_id"], counselors["name"], strict=True))
numbers = list(names)
asked_for = st.query_params.get("counselor", "")
with st.sidebar:
    start = numbers.index(int(asked_for)) if asked_for else 0
    counselor = st.selectbox("Caseload", numbers, index=start, format_func=lambda one: names[one])
    cohort = st.selectbox("Cohort", ["All", *cohorts["name"]])
    field = st.selectbox("Field", ["All", *fields_there["name"]], key="field")
    st.date_input("As of", TODAY)

MINE = "SELECT client_id FROM clients WHERE counselor_id = ? AND coalesce(status, 'active') = 'active'"
clients = query(f"SELECT * FROM clients WHERE client_id IN ({MINE})", counselor)
talks = query(
    "SELECT interview_id, client_id, contact_id, field_id, stage, requested_on, replied_on, scheduled_on, "
    f"scheduled_day, confirmed_on, held_on FROM interviews WHERE client_id IN ({MINE})",
    counselor,
)
questions = query(
    f"SELECT client_id, interview_id, topic, answered FROM questions WHERE client_id IN ({MINE})", counselor
)
contacts = query(
    f"SELECT client_id, contact_id, name, added_on, referred_by FROM contacts WHERE client_id IN ({MINE})", counselor
)
owed = query(
    f"SELECT client_id, contact_id, kind, opens_on, due_on, done_on FROM follow_ups WHERE client_id IN ({MINE})",
    counselor,
)
fields = query(f"SELECT client_id, field_id, name, status FROM fields WHERE client_id IN ({MINE})", counselor)
words = query(f"SELECT client_id, happened_on FROM meetings WHERE client_id IN ({MINE})", counselor)
if cohort != "All":
    chosen = cohorts.loc[cohorts["name"] == cohort, "cohort_id"].iloc[0]
    clients = clients[clients["cohort_id"] == chosen]
if field != "All":
    clients = clients[clients["client_id"].isin(fields.loc[fields["name"] == field, "client_id"])]

# The four figures of each client.
held = talks[talks["held_on"] <= TODAY]
active = fields[fields["status"].fillna("") != "ruled_out"]
answered = questions[questions["answered"].fillna(False) & (questions["topic"] != "referral")]
pairs = answered.merge(held[["interview_id", "contact_id", "field_id", "held_on"]], on="interview_id")
pairs = pairs[pairs["field_id"].isin(active["field_id"])]
heard = pairs.groupby(["client_id", "field_id", "topic"])["contact_id"].nunique().reset_index()
still_open = owed[(owed["done_on"].isna() | (owed["done_on"] > TODAY)) & ~(owed["opens_on"] > TODAY)]
late = still_open[still_open["due_on"] < TODAY].copy()
late["days"] = (TODAY - late["due_on"]).dt.days
known = contacts[contacts["added_on"] <= TODAY]
people = clients.set_index("client_id")[["name", "goal_interviews", "started_on"]].copy()
people["talks"] = held.groupby("client_id").size()
people["heard"] = heard.groupby("client_id").size()
people["total"] = active.groupby("client_id").size() * TOPICS
people["late"] = late.groupby("client_id").size()
people["oldest"] = late.groupby("client_id")["days"].max()
people["people"] = known.groupby("client_id").size()
people["new"] = known[known["added_on"] > TODAY - timedelta(days=28)].groupby("client_id").size()
steps = talks.groupby("client_id")[["requested_on", "replied_on", "scheduled_on", "confirmed_on", "held_on"]].max()
people["last_step"] = steps.max(axis=1)
people["last_word"] = words[words["happened_on"] <= TODAY].groupby("client_id")["happened_on"].max()
counts = ["talks", "heard", "total", "late", "people", "new"]
people[counts] = people[counts].fillna(0).astype(int)

# Who needs a word, and why.
soon = talks[(talks["scheduled_day"] >= TODAY) & (talks["scheduled_day"] <= TODAY + timedelta(days=3))]
unconfirmed = soon[soon["confirmed_on"].isna()].merge(contacts[["contact_id", "name"]], on="contact_id")
prepared = questions[questions["interview_id"].isin(soon["interview_id"])].groupby("interview_id").size()
reasons: dict[int, tuple[int, str]] = {}
for row in people.itertuples():
    quiet = (TODAY - row.last_step).days if pd.notna(row.last_step) else None
    goal = row.goal_interviews if pd.notna(row.goal_interviews) else 6
    if quiet is not None and 14 <= quiet < 90 and row.talks < goal:
        reasons[row.Index] = (3, f"Quiet for {quiet} days")
    elif row.talks >= goal and quiet is not None and quiet > 14:
        reasons[row.Index] = (3, "Reached the aim, nothing agreed after")
    elif pd.notna(row.last_word) and (TODAY - row.last_word).days > 30:
        reasons[row.Index] = (4, f"You last spoke {(TODAY - row.last_word).days} days ago")
for (client, kind), group in late[late["days"] > 3].groupby(["client_id", "kind"]):
    if kind not in {"keep_in_touch", "confirm"} and group["days"].max() <= 28:
        reasons[client] = (2, f"{len(group)} {kind.replace('_', ' ')} waiting, the oldest {group['days'].max()} days")
for row in unconfirmed.itertuples():
    reasons[row.client_id] = (1, f"Talk with {row.name} on {row.scheduled_day:%A}, not confirmed")
for row in soon[~soon["interview_id"].isin(prepared.index)].itertuples():
    reasons[row.client_id] = (1, f"Talks on {row.scheduled_day:%A}, no questions chosen")
people["group"] = pd.Series({client: group for client, (group, _) in reasons.items()})
people["why"] = pd.Series({client: why for client, (_, why) in reasons.items()})
people = people.sort_values(["group", "name"])
first = people[people["group"] == 1]
listed = people[people["group"].notna()].head(max(7, len(first)))

st.title(f"{len(first)} people cannot wait; {int((people['group'] > 1).sum())} more would be glad of a word.")
for row in listed.itertuples():
    name, why, write, later, more = st.columns([2, 5, 1, 1, 1])
    name.markdown(f"[**{row.name}**](/client?client={row.Index})")
    why.write(row.why)
    write.button("I wrote", key=f"wrote_{row.Index}")
    later.selectbox("Later", ["Tomorrow", "Monday"], key=f"later_{row.Index}", label_visibility="collapsed", index=None)
    more.selectbox("More", ["A kind word", "Fine"], key=f"more_{row.Index}", label_visibility="collapsed", index=None)
st.caption(f"On their way: {int(people['group'].isna().sum())} people.")


def weekly(days: pd.Series) -> pd.Series:
    return days.dt.to_period("W").dt.start_time.value_counts().sort_index()


st.header("In four figures")
by_week = weekly(held["held_on"])
figures: list[tuple[str, Any, Any]] = [
    ("Talks held", int(people["talks"].sum()), by_week.tail(12)),
    ("Topics heard", f"{people['heard'].sum() / max(people['total'].sum(), 1):.0%}", weekly(pairs["held_on"]).tail(12)),
    ("Waiting", int(people["late"].sum()), weekly(late["due_on"]).tail(12)),
    ("People", int(people["people"].sum()), weekly(known["added_on"]).cumsum().tail(12)),
]
for column, (label, value, trend) in zip(st.columns(4), figures, strict=True):
    column.metric(label, value)
    column.plotly_chart(px.line(x=trend.index, y=trend.values, height=120), key=label)

st.header("Everyone")
find = st.text_input("Find a name", key="find")
shown = people[people["name"].str.contains(find, case=False, regex=False)] if find else people
happened = talks.melt(id_vars="client_id", value_vars=["requested_on", "replied_on", "scheduled_on", "held_on"])
happened = happened[happened["value"] > TODAY - timedelta(weeks=12)]
happened["week"] = happened["value"].dt.to_period("W").dt.start_time
weeks = happened.groupby(["client_id", "week"]).size().unstack(fill_value=0)
table = shown.head(200).copy()
table["12 weeks"] = [list(weeks.loc[client]) if client in weeks.index else [] for client in table.index]
table["topics"] = 100 * table["heard"] / table["total"].where(table["total"] > 0)
st.dataframe(
    table[["name", "why", "talks", "topics", "late", "oldest", "people", "new", "12 weeks"]],
    hide_index=True,
    on_select="rerun",
    selection_mode="single-row",
    column_config={
        "topics": st.column_config.ProgressColumn(min_value=0, max_value=100),
        "12 weeks": st.column_config.BarChartColumn(),
    },
)
left, right = st.columns(2)
left.plotly_chart(px.bar(x=by_week.tail(26).index, y=by_week.tail(26).values, title="How many talks, week by week?"))
ages = late.groupby(["kind", "days"]).size().reset_index(name="count")
right.plotly_chart(px.scatter(ages, x="days", y="kind", size="count", title="What is owed, and for how long?"))
