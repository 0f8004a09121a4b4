// Relay's connections with keyset cursors: every list is one list, whichever end it is walked from.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startService } from './service.js';

const PAGE = 7;
const LISTS = [
  { field: 'organizations', given: 'asOf: "2016-08-11"', key: 'slug' },
  { field: 'organizations', given: 'asOf: "2016-08-11", filter: { text: "et" }', key: 'slug' },
  { field: 'statements', given: 'filter: { subject: "cget" }', key: 'key' },
  { field: 'sources', given: 'kind: [LEGAL_ACT]', key: 'slug' },
  { field: 'timeline', given: 'subject: "cget"', key: 'slug' },
];
let service;

before(async () => (service = await startService()));
after(() => service?.stop());

for (const { field, given, key } of LISTS) {
  describe(`${field}(${given})`, () => {
    let whole;

    const page = async (where) => {
      const query = `query Page($first: Int, $after: String, $last: Int, $before: String) {
        list: ${field}(${given}, first: $first, after: $after, last: $last, before: $before) {
          totalCount
          nodes { ${key} }
          edges { cursor node { ${key} } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }`;
      return (await service.ask(query, where)).list;
    };

    /** Pages as they come, the first from the end that is begun with. */
    async function walked(where, next) {
      const pages = [];
      for (let more = where; more && pages.length <= whole.totalCount; more = next(pages.at(-1).pageInfo)) {
        pages.push(await page({ ...where, ...more }));
      }
      return pages;
    }

    /** What is true of pages in the order of the list. */
    function assertPages(pages) {
      const edges = pages.flatMap((one) => one.edges);
      assert.deepEqual(edges, whole.edges);
      assert.equal(new Set(edges.map(({ cursor }) => cursor)).size, whole.totalCount);
      for (const [index, one] of pages.entries()) {
        assert.deepEqual(one.nodes, one.edges.map(({ node }) => node));
        assert.equal(one.totalCount, whole.totalCount);
        assert.deepEqual(one.pageInfo, {
          hasPreviousPage: index > 0,
          hasNextPage: index < pages.length - 1,
          startCursor: one.edges[0].cursor,
          endCursor: one.edges.at(-1).cursor,
        });
      }
    }

    before(async () => {
      whole = await page({ first: 500 });
      assert.ok(whole.totalCount > 2 * PAGE && whole.totalCount <= 500, `${whole.totalCount} in ${field}(${given})`);
    });

    test('the whole is one page', () => assertPages([whole]));

    test('forward, every page but the last is full, and together they are the whole', async () => {
      const pages = await walked({ first: PAGE }, ({ hasNextPage, endCursor }) => hasNextPage && { after: endCursor });
      assertPages(pages);
      for (const one of pages.slice(0, -1)) assert.equal(one.edges.length, PAGE);
    });

    test('backward, every page but the one at the start is full, and together they are the whole', async () => {
      const pages = await walked({ last: PAGE }, ({ hasPreviousPage, startCursor }) => hasPreviousPage && { before: startCursor });
      assertPages(pages.reverse());
      for (const one of pages.slice(1)) assert.equal(one.edges.length, PAGE);
    });

    test('between two cursors is what lies between them', async () => {
      const [from, to] = [whole.edges[2], whole.edges[12]];
      const between = { after: from.cursor, before: to.cursor };
      const forward = await page({ ...between, first: 4 });
      const backward = await page({ ...between, last: 4 });
      assert.deepEqual(forward.edges, whole.edges.slice(3, 7));
      assert.deepEqual(backward.edges, whole.edges.slice(8, 12));
    });

    test('after the last and before the first there is nothing, and that is no error', async () => {
      const beyond = await page({ first: PAGE, after: whole.pageInfo.endCursor });
      const ahead = await page({ last: PAGE, before: whole.pageInfo.startCursor });
      assert.deepEqual([beyond.edges, ahead.edges], [[], []]);
      assert.deepEqual(beyond.pageInfo, { hasPreviousPage: true, hasNextPage: false, startCursor: null, endCursor: null });
      assert.deepEqual(ahead.pageInfo, { hasPreviousPage: false, hasNextPage: true, startCursor: null, endCursor: null });
    });
  });
}

test('a cursor of one list is refused by another', async () => {
  const { organizations } = await service.ask('{ organizations(asOf: "2016-08-11", first: 1) { edges { cursor } } }');
  const [{ cursor }] = organizations.edges;
  const elsewhere = 'query ($after: String!) { sources(first: 1, after: $after) { edges { cursor } } }';
  await assert.rejects(service.ask(elsewhere, { after: cursor }), /BAD_USER_INPUT/);
});

test('a list that was begun stays as it was while a revision is recorded', async () => {
  const query = `query ($after: String) {
    sources(first: 100, after: $after) { totalCount nodes { slug } revision { number } pageInfo { hasNextPage endCursor } }
  }`;
  const begun = (await service.ask(query)).sources;
  await service.record('Recorded between two pages');
  const deadline = Date.now() + 20_000;
  let now;
  do now = (await service.ask(query)).sources;
  while (now.revision.number === begun.revision.number && Date.now() < deadline);
  assert.deepEqual([now.revision.number, now.totalCount], [begun.revision.number + 1, begun.totalCount + 1]);
  const rest = (await service.ask(query, { after: begun.pageInfo.endCursor })).sources;
  assert.deepEqual([rest.revision.number, rest.totalCount], [begun.revision.number, begun.totalCount]);
  assert.equal(begun.nodes.length + rest.nodes.length, begun.totalCount);
  assert.ok(![...begun.nodes, ...rest.nodes].some(({ slug }) => slug === 'un-texte-de-plus'));
});
