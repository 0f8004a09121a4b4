// A cache in front: what it answers by itself, what it must ask again, and what it never keeps.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as passed } from 'node:timers/promises';
import { createClient as createSSEClient } from 'graphql-sse';
import { createClient as createWSClient } from 'graphql-ws';
import WebSocket from 'ws';
import { startNginx } from './nginx.js';
import { startService } from './service.js';

const JSON_TYPE = 'application/json';
const RESPONSE_TYPE = 'application/graphql-response+json';
const MAX_AGE = 2;
let service;
let nginx;

before(async () => {
  service = await startService({ CGET_MAX_AGE_SECONDS: String(MAX_AGE) });
  nginx = await startNginx(service);
});
after(async () => {
  await nginx?.stop();
  await service?.stop();
});
afterEach(() => process.kill(service.pid, 'SIGCONT'));

const pinned = (field) => `{ organization(slug: "cget", asOf: "2016-08-11", revision: 1) { ${field} } }`;

/** A GET through nginx, or past it where `at` says so; `cache` is what nginx says of it. */
async function got(parameters, { accept = JSON_TYPE, at = nginx.graphql, within = 10_000, ...headers } = {}) {
  const encoded = Object.entries(parameters).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const response = await fetch(`${at}?${new URLSearchParams(encoded)}`, {
    headers: { accept, ...headers },
    signal: AbortSignal.timeout(within),
  });
  return {
    status: response.status,
    cache: response.headers.get('x-cache-status'),
    control: response.headers.get('cache-control') ?? '',
    contentType: response.headers.get('content-type')?.split(';')[0],
    encoding: response.headers.get('content-encoding'),
    etag: response.headers.get('etag'),
    vary: response.headers.get('vary') ?? '',
    text: await response.text(),
  };
}

/** What is got while the service cannot answer at all. */
async function gotWithoutService(parameters, options) {
  process.kill(service.pid, 'SIGSTOP');
  try {
    return await got(parameters, { within: 3000, ...options });
  } finally {
    process.kill(service.pid, 'SIGCONT');
  }
}

describe('An answer pinned by a day and a revision', () => {
  test('is given by nginx without asking the service again', async () => {
    const query = pinned('name');
    const first = await got({ query });
    assert.equal(first.cache, 'MISS');
    assert.match(first.control, /\bpublic\b.*\bmax-age=31536000\b.*\bimmutable\b/);
    const again = await gotWithoutService({ query });
    assert.deepEqual(again, { ...first, cache: 'HIT' });
    await assert.rejects(gotWithoutService({ query: pinned('acronym') }), { name: 'TimeoutError' });
  });

  test('is not sent again to who has it, by nginx nor by the service', async () => {
    const query = pinned('slug');
    const { etag } = await got({ query }, { at: service.graphql });
    assert.match(etag, /^"[^"]+"$/);
    await got({ query });
    const unchanged = await gotWithoutService({ query }, { 'if-none-match': etag });
    assert.deepEqual([unchanged.status, unchanged.text, unchanged.cache], [304, '', 'HIT']);
    for (const known of [etag, `W/${etag}`, `"another", ${etag}`, '*']) {
      const direct = await got({ query }, { at: service.graphql, 'if-none-match': known });
      assert.deepEqual([direct.status, direct.text], [304, ''], known);
      assert.match(direct.control, /\bimmutable\b/);
      assert.match(direct.vary, /\baccept\b/i);
    }
    const other = await got({ query }, { at: service.graphql, 'if-none-match': '"another"' });
    assert.equal(other.status, 200);
  });

  test('is kept apart for each media type that is accepted', async () => {
    const query = pinned('existence');
    const types = [JSON_TYPE, RESPONSE_TYPE];
    const told = [];
    for (const accept of types) told.push(await got({ query }, { accept }));
    for (const accept of types) told.push(await gotWithoutService({ query }, { accept }));
    assert.deepEqual(
      told.map(({ cache, contentType }) => [cache, contentType]),
      ['MISS', 'HIT'].flatMap((cache) => types.map((type) => [cache, type])),
    );
    for (const { vary } of told) assert.match(vary, /\baccept\b/i);
  });

  test('is compressed on its way, and still known by its tag', async () => {
    const query = `{ statements(revision: 1, asOf: "2016-08-11", first: 20) { nodes { key } } }`;
    const first = await got({ query }, { 'accept-encoding': 'gzip' });
    assert.equal(first.encoding, 'gzip');
    const unchanged = await gotWithoutService({ query }, { 'accept-encoding': 'gzip', 'if-none-match': first.etag });
    assert.equal(unchanged.status, 304);
  });
});

describe('An answer that a new revision may change', () => {
  test('is kept for a while, is then asked whether it changed, and changes when it does', async () => {
    const query = '{ revisions(last: 1) { totalCount } }';
    const first = await got({ query });
    assert.match(first.control, new RegExp(`\\bmax-age=${MAX_AGE}\\b`));
    assert.doesNotMatch(first.control, /\bimmutable\b/);
    assert.equal((await gotWithoutService({ query })).cache, 'HIT');
    await passed((MAX_AGE + 1) * 1000);
    const asked = await got({ query });
    assert.deepEqual([asked.cache, asked.text], ['REVALIDATED', first.text]);
    await service.record('Recorded while nginx holds the answer');
    const deadline = Date.now() + 20_000;
    let changed;
    do {
      await passed(200);
      changed = await got({ query });
    } while (changed.text === first.text && Date.now() < deadline);
    assert.equal(JSON.parse(changed.text).data.revisions.totalCount, JSON.parse(first.text).data.revisions.totalCount + 1);
  });
});

describe('An answer with errors is never kept', () => {
  for (const accept of [JSON_TYPE, RESPONSE_TYPE]) {
    test(`nor given to another under its key once there is a better one (${accept})`, async () => {
      const query = `query Told { ${accept === JSON_TYPE ? 'json' : 'response'}: ${pinned('id').slice(2, -2)} }`;
      const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
      for (const attempt of [1, 2]) {
        const missed = await got({ extensions }, { accept });
        assert.equal(JSON.parse(missed.text).errors[0].extensions.code, 'PERSISTED_QUERY_NOT_FOUND', `attempt ${attempt}`);
        assert.match(missed.control, /\bno-store\b/);
        assert.equal(missed.cache, 'MISS');
      }
      const registered = await service.post({ query, extensions });
      assert.equal(registered.body.errors, undefined);
      const found = await got({ extensions }, { accept });
      assert.deepEqual([found.cache, JSON.parse(found.text)], ['MISS', registered.body]);
      assert.equal((await gotWithoutService({ extensions }, { accept })).text, found.text);
    });

    for (const [what, query] of [
      ['that cannot be read', '{ organization('],
      ['that is not in the contract', '{ unheardOf }'],
      ['about an impossible day', '{ organization(slug: "cget", asOf: "2016-02-30", revision: 1) { name } }'],
      ['that is answered in part', `{ node(id: "forged") { id } ${pinned('name').slice(2, -2)} }`],
    ]) {
      test(`nor is one to a query ${what} (${accept})`, async () => {
        for (const attempt of [1, 2]) {
          const answer = await got({ query }, { accept });
          assert.ok(JSON.parse(answer.text).errors.length > 0);
          assert.match(answer.control, /\bno-store\b/);
          assert.equal(answer.cache, 'MISS', `attempt ${attempt}`);
          assert.equal(answer.etag, null);
        }
      });
    }
  }
});

describe('What is no answer to a GET goes through untouched', () => {
  test('a POST is always answered by the service', async () => {
    const post = () =>
      fetch(nginx.graphql, {
        method: 'POST',
        headers: { 'content-type': JSON_TYPE, accept: JSON_TYPE },
        body: JSON.stringify({ query: pinned('name') }),
        signal: AbortSignal.timeout(3000),
      });
    for (const response of [await post(), await post()]) {
      assert.equal(response.headers.get('x-cache-status'), null);
      assert.equal(response.headers.get('cache-control'), 'no-store');
      assert.equal((await response.json()).errors, undefined);
    }
    process.kill(service.pid, 'SIGSTOP');
    await assert.rejects(post(), { name: 'TimeoutError' });
  });

  const RECORDED = 'subscription { revisionRecorded(after: 0) { number } }';
  const firstOf = async (client) => {
    const results = client.iterate({ query: RECORDED });
    const { value } = await results.next();
    await results.return();
    await client.dispose();
    return value.data.revisionRecorded.number;
  };

  test('an event stream is passed on as it happens', async () => {
    assert.equal(await firstOf(createSSEClient({ url: nginx.graphql, retryAttempts: 0 })), 1);
  });

  test('event streams by one address do not wait for each other', async () => {
    const leaving = new AbortController();
    const opened = async () => {
      const response = await fetch(`${nginx.graphql}?${new URLSearchParams({ query: RECORDED })}`, {
        headers: { accept: 'text/event-stream' },
        signal: AbortSignal.any([leaving.signal, AbortSignal.timeout(4000)]),
      });
      const { value } = await response.body.getReader().read();
      return new TextDecoder().decode(value);
    };
    const events = await Promise.all([opened(), opened(), opened()]);
    leaving.abort();
    for (const event of events) assert.match(event, /event: next\ndata: \{"data":\{"revisionRecorded":\{"number":1\}\}/);
  });

  test('WebSockets are passed on, and do not wait for each other', async () => {
    const opened = () => firstOf(createWSClient({ url: nginx.webSocket, webSocketImpl: WebSocket, retryAttempts: 0 }));
    assert.deepEqual(await Promise.race([Promise.all([opened(), opened(), opened()]), passed(4000)]), [1, 1, 1]);
  });

  test('what the service counts is not shown to everybody', async () => {
    const metrics = (graphql) => fetch(new URL('/metrics', graphql));
    assert.deepEqual([(await metrics(nginx.graphql)).status, (await metrics(service.graphql)).status], [404, 200]);
  });
});
