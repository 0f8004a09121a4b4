// urql, which accepts event streams and multipart with every request.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, cacheExchange, fetchExchange, gql, subscriptionExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { createClient as createSSEClient } from 'graphql-sse';
import { createClient as createWSClient } from 'graphql-ws';
import WebSocket from 'ws';
import { recordingFetch, startService } from './service.js';

const DAY = gql`
  query Day($day: Date!) {
    organization(slug: "cget", asOf: $day) {
      id
      asOf
      authorities {
        organization {
          slug
        }
      }
    }
  }
`;
const RECORDED = gql`
  subscription Recorded {
    revisionRecorded(after: 0) {
      number
      message
    }
  }
`;
const [EARLY, LATE] = ['2015-11-24', '2018-06-01'];
let service;
let expected;

before(async () => {
  service = await startService();
  expected = { revisionRecorded: (await service.ask('{ revision(number: 1) { number message } }')).revision };
});
after(() => service?.stop());

function newClient({ exchanges = [], ...options } = {}) {
  const record = [];
  const client = new Client({
    url: service.graphql,
    fetch: recordingFetch(record),
    exchanges: [cacheExchange, ...exchanges, fetchExchange],
    ...options,
  });
  return { client, record };
}

for (const preferGetMethod of [false, 'force']) {
  const method = preferGetMethod ? 'GET' : 'POST';
  test(`a query by ${method} is answered as JSON, whatever else is accepted`, async () => {
    const { client, record } = newClient({ preferGetMethod });
    for (const day of [EARLY, LATE]) {
      const { data, error } = await client.query(DAY, { day }).toPromise();
      assert.equal(error, undefined);
      assert.equal(data.organization.asOf, day);
    }
    assert.equal(record.length, 2);
    for (const { accept, ...asked } of record) {
      assert.match(accept, /application\/graphql-response\+json.*text\/event-stream.*multipart\/mixed/);
      assert.deepEqual(asked, {
        method,
        sendsQuery: true,
        status: 200,
        contentType: 'application/graphql-response+json; charset=utf-8',
      });
    }
  });
}

test('two days are two answers in the cache', async () => {
  const { client, record } = newClient();
  const answers = [];
  for (const day of [EARLY, LATE]) answers.push((await client.query(DAY, { day }).toPromise()).data);
  const cached = [];
  for (const day of [EARLY, LATE]) {
    cached.push((await client.query(DAY, { day }, { requestPolicy: 'cache-only' }).toPromise()).data);
  }
  assert.deepEqual(cached, answers);
  assert.notEqual(cached[0].organization.id, cached[1].organization.id);
  assert.equal(record.length, 2);
});

test('an error is told as one, with its code', async () => {
  const { client } = newClient();
  const { data, error } = await client.query(DAY, { day: '2016-02-30' }).toPromise();
  assert.equal(data?.organization, undefined);
  assert.equal(error.networkError, undefined);
  assert.deepEqual(error.graphQLErrors.map(({ extensions }) => extensions.code), ['BAD_USER_INPUT']);
});

test('a persisted query is sent once and asked by its digest from then on', async () => {
  const asked = async (day) => {
    const { client, record } = newClient({ exchanges: [persistedExchange({ preferGetForPersistedQueries: true })] });
    const { data, error } = await client.query(DAY, { day }).toPromise();
    assert.equal(error, undefined);
    assert.equal(data.organization.asOf, day);
    return record.map(({ method, sendsQuery }) => [method, sendsQuery ? 'with the query' : 'by its digest']);
  };
  assert.deepEqual(await asked(EARLY), [
    ['GET', 'by its digest'],
    ['GET', 'with the query'],
  ]);
  assert.deepEqual(await asked(LATE), [['GET', 'by its digest']]);
});

/** The first result of a subscription, which is then torn down. */
function firstOf(client) {
  return new Promise((resolve) => {
    const { unsubscribe } = client.subscription(RECORDED, {}).subscribe((result) => {
      resolve(result);
      queueMicrotask(() => unsubscribe());
    });
  });
}

test('a subscription is streamed to its own fetch', async () => {
  const { client, record } = newClient({ fetchSubscriptions: true });
  const { data, error } = await firstOf(client);
  assert.equal(error, undefined);
  assert.deepEqual(data, expected);
  assert.match(record[0].contentType, /^text\/event-stream/);
});

test('a subscription is streamed through graphql-sse', async () => {
  const sse = createSSEClient({ url: service.graphql });
  const { client } = newClient({
    exchanges: [
      subscriptionExchange({
        forwardSubscription: (operation) => ({ subscribe: (sink) => ({ unsubscribe: sse.subscribe(operation, sink) }) }),
      }),
    ],
  });
  const { data, error } = await firstOf(client);
  sse.dispose();
  assert.equal(error, undefined);
  assert.deepEqual(data, expected);
});

test('a subscription is streamed through graphql-ws', async () => {
  const ws = createWSClient({ url: service.webSocket, webSocketImpl: WebSocket });
  const { client } = newClient({
    exchanges: [
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({ unsubscribe: ws.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
  });
  const { data, error } = await firstOf(client);
  await ws.dispose();
  assert.equal(error, undefined);
  assert.deepEqual(data, expected);
});
