// Clients written in Python, in an environment of their own: one generated from the contract, one that reads it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { clients, startService } from './service.js';

const generated = join(clients, '__generated__', 'python');
let service;

before(async () => {
  await rm(generated, { recursive: true, force: true });
  await mkdir(generated, { recursive: true });
  service = await startService();
});
after(() => service?.stop());

/** What a program of the Python environment prints; throws with all of it where it fails. */
async function printed(program, ...parameters) {
  const env = { ...process.env, CGET_GRAPHQL: service.graphql, CGET_WEBSOCKET: service.webSocket };
  const file = join(clients, '.venv', 'bin', program);
  return (await promisify(execFile)(file, parameters, { cwd: clients, env })).stdout;
}

test('ariadne-codegen generates a client from the contract', async () => {
  const said = await printed('ariadne-codegen', '--config', 'python/ariadne-codegen.toml');
  assert.match(said, /register_client/);
});

test('the client that ariadne-codegen generated is answered in its types', async () => {
  const told = JSON.parse(await printed('python', '-W', 'error', 'python/with_ariadne.py'));
  assert.deepEqual(told, {
    asOf: 'datetime.date(2015, 11, 24)',
    existence: 'Existence.EXISTS',
    recordedAtOffset: '0:00:00',
    certainty: 'Certainty.CERTAIN',
    start: "'[2014-03-31..2014-04-03]'",
    startLatest: 'datetime.date(2014, 4, 3)',
    authority: 'premier-ministre',
    types: ['BelievedStatementsNodesFigure', 'BelievedStatementsNodesOrganizationLink'],
  });
});

test('gql is answered by HTTP and by WebSocket, and told what is wrong', async () => {
  const told = JSON.parse(await printed('python', '-W', 'error', 'python/with_gql.py'));
  const { revision, organization } = await service.ask(`{
    revision(number: 1) { number message }
    organization(slug: "cget", asOf: "2015-11-24") { asOf authorities { terms } }
  }`);
  assert.deepEqual(told, { organization, refused: ['BAD_USER_INPUT'], query: revision, subscription: revision });
});
