"use strict";

// Asks the service that serves this page. `#query=…&variables=…` in the address shows another question first.

const FIRST_QUESTION = `# The CGET on a day (Ctrl-Enter)
{
  organization(slug: "cget", asOf: "2016-08-11") {
    name
    existenceCertainty
    authorities {
      organization { name }
      certainty
      validity { start end }
    }
    heads {
      post {
        name
        holders { certainty person { name } }
      }
    }
    nextChange
  }
}
`;

const place = document.getElementById("console");
const endpoint = new URL("graphql", document.baseURI);
endpoint.search = endpoint.hash = "";
const socket = new URL(endpoint);
socket.protocol = endpoint.protocol === "https:" ? "wss:" : "ws:";

const asked = new URLSearchParams(location.hash.slice(1));
const question = asked.has("query") ? { query: asked.get("query"), variables: asked.get("variables") ?? "" } : {};

ReactDOM.createRoot(place).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({
      url: endpoint.href,
      wsClient: graphqlWs.createClient({ url: socket.href, lazy: true }),
    }),
    defaultQuery: FIRST_QUESTION,
    ...question,
    // Null keeps it from asking for what it would be refused.
    ...(place.dataset.introspection === "off" ? { schema: null } : {}),
    inputValueDeprecation: true,
    isHeadersEditorEnabled: false,
    showPersistHeadersSettings: false,
  }),
);
