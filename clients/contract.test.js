// The contract as the linters of its readers see it. What is switched off in eslint.config.js says why.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { project, run } from './service.js';

const FLAW = '\ntype unreached_thing { a_field(An_Argument: Int): String }\n';
const eslint = (schema) => run('eslint', ['--max-warnings', '0', '--stdin', '--stdin-filename', 'schema.graphql'], schema);
const schemaLinter = (schema) => run('graphql-schema-linter', ['--stdin'], schema);
let contract;

before(async () => (contract = await readFile(join(project, 'schema.graphql'), 'utf8')));

test('@graphql-eslint finds nothing in it', () => eslint(contract));

test('@graphql-eslint would find what is wrong', async () => {
  await assert.rejects(eslint(contract + FLAW), ({ message }) => {
    for (const rule of ['naming-convention', 'no-unreachable-types', 'require-description', 'strict-id-in-types']) {
      assert.match(message, new RegExp(`@graphql-eslint/${rule}\\b`));
    }
    return true;
  });
});

test('graphql-schema-linter finds nothing in it', () => schemaLinter(contract));

test('graphql-schema-linter would find what is wrong', async () => {
  await assert.rejects(schemaLinter(contract + FLAW), ({ message }) => {
    for (const rule of ['fields-are-camel-cased', 'defined-types-are-used', 'types-have-descriptions']) {
      assert.match(message, new RegExp(`\\b${rule}\\b`));
    }
    return true;
  });
});
