// A revision that is recorded while somebody looks, told by the subscription of the public API.

import { tell } from "./telling.js";

const AGAIN = 60_000;

export async function followNews(turn) {
  const base = new URL(document.body.dataset.up, location.href);
  const after = Number(document.body.dataset.revision);
  if (!Number.isInteger(after)) return;
  const query = await (await fetch(new URL("queries/watch.graphql", base))).text();
  const address = new URL("graphql", base);
  address.search = new URLSearchParams({ query, variables: JSON.stringify({ after }) });
  const follow = () => {
    const stream = new EventSource(address);
    stream.addEventListener("next", (event) => {
      const { revisionRecorded: news } = JSON.parse(event.data).data;
      if (news.number > Number(document.body.dataset.revision)) tell("news", () => turn(location.href, { how: "none" }));
    });
    stream.addEventListener("complete", () => stream.close());
    stream.addEventListener("error", () => {
      if (stream.readyState === EventSource.CLOSED) setTimeout(follow, AGAIN);
    });
  };
  follow();
}
