// Subscriptions by WebSocket and by server-sent events, at the address of everything else.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { createClient as createSSEClient } from 'graphql-sse';
import { createClient as createWSClient } from 'graphql-ws';
import WebSocket from 'ws';
import { startService } from './service.js';

const RECORDED = 'subscription Recorded($after: Int) { revisionRecorded(after: $after) { number author message } }';
const FIRST = '{ revision(number: 1) { number author message } }';
let service;
let revision;

before(async () => {
  service = await startService();
  ({ revision } = await service.ask(FIRST));
  assert.equal(revision.number, 1);
});
after(() => service?.stop());

/** All results until the stream ends, whether by itself or by an error. */
async function everything(client, operation) {
  const results = [];
  try {
    for await (const result of client.iterate(operation)) results.push(result);
  } catch (thrown) {
    return { results, thrown };
  }
  return { results };
}

/** What went wrong with an operation, in whichever way of its protocol that was told. */
function errorsOf({ results, thrown }) {
  return thrown === undefined ? results.flatMap(({ errors }) => errors ?? []) : thrown;
}

/** The same of every client, by whatever transport. */
function testsOf(describes, newClient) {
  test('a subscription goes on from what was recorded before to what is recorded next, until it is completed', async () => {
    const client = newClient();
    const { revisions } = await service.ask('{ revisions(last: 1) { totalCount } }');
    const resume = { query: RECORDED, variables: { after: revisions.totalCount - 1 } };
    const [listening, completed] = [client.iterate(resume), client.iterate(resume)];
    const told = async (subscription) => (await subscription.next()).value.data.revisionRecorded.number;
    assert.deepEqual([await told(listening), await told(completed)], [revisions.totalCount, revisions.totalCount]);
    await completed.return();
    const message = `Recorded while ${describes} listens`;
    const next = listening.next();
    await service.record(message);
    assert.deepEqual((await next).value.data, {
      revisionRecorded: { number: revisions.totalCount + 1, author: 'Somebody else', message },
    });
    await listening.return();
    await client.dispose();
  });

  test('a plain query is answered once', async () => {
    const client = newClient();
    const { results, thrown } = await everything(client, { query: FIRST });
    await client.dispose();
    assert.equal(thrown, undefined);
    assert.deepEqual(results.map(({ data, errors }) => ({ data, errors })), [{ data: { revision }, errors: undefined }]);
  });

  test('a subscription that cannot be is ended by an error with its code', async () => {
    const client = newClient();
    const errors = errorsOf(await everything(client, { query: RECORDED, variables: { after: 999 } }));
    await client.dispose();
    assert.deepEqual(errors.map(({ extensions }) => extensions.code), ['BAD_USER_INPUT']);
    assert.match(errors[0].message, /999.*never recorded/);
  });

  test('what is not in the contract is refused by an error that names it', async () => {
    const client = newClient();
    const errors = errorsOf(await everything(client, { query: 'subscription { unheardOf { number } }' }));
    await client.dispose();
    assert.equal(errors.length, 1);
    assert.match(errors[0].message, /unheardOf/);
  });
}

describe('graphql-ws', () => {
  const sockets = [];
  const frames = [];
  class RecordedWebSocket extends WebSocket {
    constructor(...parameters) {
      super(...parameters);
      sockets.push(this);
      this.on('message', (data, isBinary) => frames.push({ isBinary, ...JSON.parse(data.toString()) }));
    }
  }
  const newClient = (options) =>
    createWSClient({ url: service.webSocket, webSocketImpl: RecordedWebSocket, retryAttempts: 0, ...options });

  testsOf('graphql-ws', newClient);

  test('one socket carries several operations at once, and ends when the client does', async () => {
    const before = sockets.length;
    const client = newClient({ lazy: false });
    const subscriptions = [0, 0].map((number) => client.iterate({ query: RECORDED, variables: { after: number } }));
    const query = await everything(client, { query: FIRST });
    for (const one of subscriptions) assert.deepEqual((await one.next()).value.data, { revisionRecorded: revision });
    await subscriptions[0].return();
    const still = await everything(client, { query: FIRST });
    assert.deepEqual([query, still].map(({ results }) => results.map(({ data }) => data)), [[{ revision }], [{ revision }]]);
    assert.equal(sockets.length - before, 1);
    const socket = sockets.at(-1);
    assert.equal(socket.readyState, WebSocket.OPEN);
    assert.equal(socket.protocol, 'graphql-transport-ws');
    const closed = once(socket, 'close');
    await client.dispose();
    const [code] = await closed;
    assert.equal(code, 1000);
  });

  test('nothing is sent for a subscription that was completed', async () => {
    const client = newClient({ lazy: false });
    const from = frames.length;
    const { revisions } = await service.ask('{ revisions(last: 1) { totalCount } }');
    const resume = { query: RECORDED, variables: { after: revisions.totalCount - 1 } };
    const [completed, listening] = [client.iterate(resume), client.iterate(resume)];
    await Promise.all([completed.next(), listening.next()]);
    await completed.return();
    const next = listening.next();
    await service.record('Recorded after a completion');
    await next;
    await client.dispose();
    const told = frames.slice(from).filter(({ type }) => type === 'next').map(({ id }) => id);
    assert.equal(told.length, 3);
    assert.equal(new Set(told).size, 2);
  });

  test('every frame is text', () => {
    assert.ok(frames.length > 10);
    assert.deepEqual(frames.filter(({ isBinary }) => isBinary), []);
  });
});

describe('graphql-sse in distinct connections', () => {
  const contentTypes = [];
  testsOf('graphql-sse', () =>
    createSSEClient({
      url: service.graphql,
      retryAttempts: 0,
      fetchFn: async (...request) => {
        const response = await fetch(...request);
        contentTypes.push(response.headers.get('content-type'));
        return response;
      },
    }),
  );

  test('every answer is an event stream, errors too', () => {
    assert.ok(contentTypes.length > 4);
    for (const contentType of contentTypes) assert.match(contentType, /^text\/event-stream/);
  });
});

describe('graphql-sse in a single connection', () => {
  test('its client is told that there is no such thing here', async () => {
    const client = createSSEClient({ url: service.graphql, singleConnection: true, retryAttempts: 0 });
    const { results, thrown } = await everything(client, { query: FIRST });
    client.dispose();
    assert.deepEqual(results, []);
    assert.equal(thrown.response.status, 405);
  });

  test('reserving a stream is refused, and told which methods there are', async () => {
    const response = await fetch(service.graphql, { method: 'PUT' });
    assert.equal(response.status, 405);
    const methods = response.headers.get('allow').split(/, */);
    assert.ok(methods.includes('POST') && !methods.includes('PUT'), `Allow: ${methods}`);
    const { errors } = await response.json();
    assert.deepEqual(errors.map(({ extensions }) => extensions.code), ['BAD_USER_INPUT']);
    assert.match(errors[0].message, /PUT/);
  });

  test('a stream asked for by a token is refused, and told which mode there is', async () => {
    const response = await fetch(service.graphql, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        'x-graphql-event-stream-token': 'reserved',
      },
      body: JSON.stringify({ query: FIRST }),
    });
    assert.equal(response.status, 400);
    const { errors } = await response.json();
    assert.match(errors[0].message, /distinct connections/);
  });
});
