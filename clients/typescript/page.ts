// What a page about an organisation makes of an answer: read by the type checker, never run.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { graphql, unmasked } from '../__generated__/typescript';
import type { StatementPartsFragment } from '../__generated__/typescript/graphql';

type ResultOf<Document> = Document extends TypedDocumentNode<infer Result, infer _Variables> ? Result : never;
type VariablesOf<Document> = Document extends TypedDocumentNode<infer _Result, infer Variables> ? Variables : never;

const StatementParts = graphql(/* GraphQL */ `
  fragment StatementParts on Statement {
    key
    certainty
    standing
    validity {
      start
      end
      startEarliest
    }
    recordedIn {
      recordedAt
    }
  }
`);

export const Page = graphql(/* GraphQL */ `
  query Page($slug: String!, $day: Date!) {
    structure(root: $slug, asOf: $day, depth: 1) {
      asOf
      revision {
        number
      }
      members {
        depth
        organization {
          slug
          name
          acronym
          heads {
            post {
              name
              holders {
                ...StatementParts
                interim
                person {
                  name
                }
              }
            }
          }
        }
      }
    }
  }
`);

export const Believed = graphql(/* GraphQL */ `
  query Believed($filter: StatementFilter) {
    statements(filter: $filter, first: 10) {
      nodes {
        __typename
        standing
        ... on OrganizationLink {
          object {
            name
          }
        }
        ... on Figure {
          value
        }
      }
    }
  }
`);

/** Who headed each unit, in words. */
export function heads(page: ResultOf<typeof Page>): string[] {
  return (page.structure?.members ?? []).flatMap(({ organization }) =>
    organization.heads.flatMap(({ post }) =>
      post.holders.map((holder) => {
        const parts = unmasked(StatementParts, holder);
        return `${organization.acronym ?? organization.name}: ${holder.person?.name ?? 'vacant'} ${since(parts)}`;
      }),
    ),
  );
}

/** Dates come as text, as precise as they are known, or not at all; certainty is one of two words, or none. */
export function since({ validity, certainty, recordedIn }: StatementPartsFragment): string {
  const edtf: string = validity.start ?? '..';
  const day: string | null | undefined = validity.startEarliest;
  const instant: string = recordedIn.recordedAt;
  const words = { CERTAIN: 'certainly', POSSIBLE: 'possibly' };
  return `${certainty ? words[certainty] : ''} since ${edtf} (${day}), known since ${instant}`;
}

/** A statement is told from another by its type. */
export function said(answer: ResultOf<typeof Believed>): (string | number)[] {
  return answer.statements.nodes.map((statement) => {
    switch (statement.__typename) {
      case 'OrganizationLink':
        return statement.object.name;
      case 'Figure':
        return statement.value;
      default:
        return statement.standing;
    }
  });
}

export const asked: VariablesOf<typeof Page> = { slug: 'cget', day: '2016-08-11' };

// What is not so must not type-check; where it does, the line above it is the error.
// @ts-expect-error The slug is not optional.
export const withoutSlug: VariablesOf<typeof Page> = { day: '2016-08-11' };
// @ts-expect-error A day is text.
export const withNumber: VariablesOf<typeof Page> = { slug: 'cget', day: 20160811 };
// @ts-expect-error There is no such standing.
export const believed: VariablesOf<typeof Believed> = { filter: { standing: ['RUMOURED'] } };
// @ts-expect-error A structure may be null.
export const members = (page: ResultOf<typeof Page>) => page.structure.members;
// @ts-expect-error A vacancy has no person.
export const person = (page: ResultOf<typeof Page>) => page.structure!.members[0]!.organization.heads[0]!.post.holders[0]!.person.name;
// @ts-expect-error An EDTF date is no Date.
export const year = ({ validity }: StatementPartsFragment) => validity.start!.getFullYear();
// @ts-expect-error A revision's number is no text.
export const number = (page: ResultOf<typeof Page>): string => page.structure!.revision.number;
