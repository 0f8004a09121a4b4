// What a page written with Relay asks of the register; read by its compiler, never run.
import { graphql } from 'relay-runtime';

graphql`
  query RegisterDayQuery($slug: String!, $day: Date!) {
    organization(slug: $slug, asOf: $day) {
      ...Register_entity @relay(mask: false)
      ...Register_view
      authorities {
        ...Register_statement @relay(mask: false)
        organization {
          ...Register_entity @relay(mask: false)
        }
      }
    }
  }
`;

graphql`
  fragment Register_node on Node {
    __typename
    id
  }
`;

graphql`
  fragment Register_entity on Entity {
    ...Register_node @relay(mask: false)
    slug
    name
    asOf
  }
`;

graphql`
  fragment Register_statement on Statement {
    ...Register_node @relay(mask: false)
    key
    certainty
    standing
    validity {
      start
      end
    }
    subject {
      ...Register_entity @relay(mask: false)
    }
  }
`;

graphql`
  fragment Register_view on Organization
  @refetchable(queryName: "RegisterViewRefetchQuery")
  @argumentDefinitions(lang: { type: "Language", defaultValue: FR }) {
    id
    asOf
    translated: name(lang: $lang)
  }
`;

graphql`
  query RegisterListQuery($asOf: Date!) {
    ...Register_organizations @arguments(asOf: $asOf)
  }
`;

graphql`
  fragment Register_organizations on Query
  @refetchable(queryName: "RegisterOrganizationsPageQuery")
  @argumentDefinitions(
    asOf: { type: "Date!" }
    first: { type: "Int", defaultValue: 7 }
    after: { type: "String" }
  ) {
    organizations(asOf: $asOf, first: $first, after: $after) @connection(key: "Register_organizations") {
      totalCount
      edges {
        node {
          id
          slug
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

graphql`
  query RegisterStatementsQuery($filter: StatementFilter!) {
    ...Register_statements @arguments(filter: $filter)
  }
`;

graphql`
  fragment Register_statements on Query
  @refetchable(queryName: "RegisterStatementsPageQuery")
  @argumentDefinitions(
    filter: { type: "StatementFilter!" }
    last: { type: "Int", defaultValue: 7 }
    before: { type: "String" }
  ) {
    statements(filter: $filter, last: $last, before: $before) @connection(key: "Register_statements") {
      totalCount
      edges {
        node {
          ...Register_statement @relay(mask: false)
        }
      }
      pageInfo {
        hasPreviousPage
        startCursor
      }
    }
  }
`;

graphql`
  query RegisterRevisionQuery($number: Int!) {
    revision(number: $number) {
      id
      ...Register_added
    }
  }
`;

graphql`
  fragment Register_added on Revision
  @refetchable(queryName: "RegisterAddedPageQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 7 }, after: { type: "String" }) {
    added(first: $first, after: $after) @connection(key: "Register_added") {
      edges {
        node {
          ...Register_node @relay(mask: false)
          key
        }
      }
    }
  }
`;
