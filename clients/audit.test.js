// GraphQL over HTTP, as its reference implementation audits it: what a server MUST, SHOULD and MAY do.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { serverAudits } from 'graphql-http';
import { startService } from './service.js';

const AUDITS = 61;
let service;
const audits = serverAudits({ url: () => service.graphql, fetchFn: fetch });

before(async () => (service = await startService()));
after(() => service?.stop());

test(`the audit has ${AUDITS} questions`, () => assert.equal(audits.length, AUDITS));

for (const { id, name, fn } of audits) {
  test(`${id}: ${name}`, async () => {
    const { status, reason } = await fn();
    assert.equal(status, 'ok', reason);
  });
}
