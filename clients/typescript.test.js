// GraphQL Code Generator's client preset: what it makes of the contract, checked by the compiler and asked of the service.
import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { clients, run, startService } from './service.js';

const generated = join(clients, '__generated__', 'typescript');

before(() => rm(generated, { recursive: true, force: true }));

test('types are generated from the contract and from documents of a page', async () => {
  await run('graphql-codegen', ['--config', 'codegen.json']);
  const types = await readFile(join(generated, 'graphql.ts'), 'utf8');
  assert.match(types, /export type PageQuery = /);
  assert.match(types, /export type BelievedQuery = /);
});

test('a page written with them type-checks, and what is wrong in it does not', async () => {
  await run('tsc', ['--project', 'tsconfig.json']);
});

describe('The documents that it persisted', () => {
  const manifest = join(generated, 'persisted-documents.json');
  let service;
  let documents;
  before(async () => {
    documents = JSON.parse(await readFile(manifest, 'utf8'));
    service = await startService({ CGET_TRUSTED_DOCUMENTS: manifest, CGET_TRUSTED_DOCUMENTS_ONLY: 'true' });
  });
  after(() => service?.stop());

  test('are asked for by their ids alone', async () => {
    const [[page], ...more] = Object.entries(documents).filter(([, text]) => text.includes('query Page'));
    assert.deepEqual(more, []);
    const { status, body } = await service.post({ documentId: page, variables: { slug: 'cget', day: '2016-08-11' } });
    assert.equal(status, 200);
    assert.equal(body.errors, undefined);
    assert.equal(body.data.structure.asOf, '2016-08-11');
    assert.equal(body.data.structure.members[0].organization.slug, 'cget');
  });

  test('are the only ones that are answered, where the service is told so', async () => {
    const { body } = await service.post({ query: '{ register { __typename } }' });
    assert.equal(body.data, undefined);
    assert.deepEqual(body.errors.map(({ extensions }) => extensions.code), ['DOCUMENT_NOT_TRUSTED']);
  });
});
