import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { auditFilterPattern } from "../../lib/api/auditFilterPattern.ts";
import { cloudFormationYaml } from "./support/cloudFormationYaml.ts";
import { at, list, parsed, statements, type Template, text } from "./support/template.ts";

const file = "infra/spoke/account.yml";
const whole = cloudFormationYaml(readFileSync(file, "utf8"));
const template: Template = parsed(JSON.stringify(whole));

const statement = (sid: string): unknown => statements(template).find((one) => one.sid === sid)?.statement;

describe("the template of a cluster's account", () => {
  test("lets in the functions of one stage of the hub, with the external id, and nobody else", () => {
    expect(statements(template).filter((one) => text(at(one.statement, "Action")) === "sts:AssumeRole")).toHaveLength(
      1,
    );
    expect(at(statement("Hub"), "Principal")).toEqual({
      AWS: { "Fn::Sub": "arn:${AWS::Partition}:iam::${HubAccount}:root" },
    });
    expect(at(statement("Hub"), "Condition")).toEqual({
      ArnLike: {
        "aws:PrincipalArn": { "Fn::Sub": "arn:${AWS::Partition}:iam::${HubAccount}:role/flink-fleet/${HubStage}/*" },
      },
      StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } },
    });
  });

  test("lets in one role of people where it is named, with the same external id", () => {
    const trust = list(at(template, "Resources", "Role", "Properties", "AssumeRolePolicyDocument", "Statement"));
    expect(trust.map((one) => at(one, "Sid") ?? Object.keys(Object(one)))).toEqual(["Hub", ["Fn::If"]]);
    expect(at(trust[1], "Fn::If")).toEqual([
      "HasOperator",
      {
        Sid: "Operator",
        Effect: "Allow",
        Principal: { AWS: { Ref: "OperatorRole" } },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": { Ref: "ExternalId" } } },
      },
      { Ref: "AWS::NoValue" },
    ]);
    expect(at(whole, "Conditions", "HasOperator")).toEqual({
      "Fn::Not": [{ "Fn::Equals": [{ Ref: "OperatorRole" }, ""] }],
    });
    expect(at(whole, "Parameters", "OperatorRole", "Default")).toBe("");
  });

  test("lets clusters be listed and described, and no more", () => {
    const policies = list(at(template, "Resources", "Role", "Properties", "Policies"));
    const actions = policies.flatMap((policy) =>
      list(at(policy, "PolicyDocument", "Statement")).map((each) => at(each, "Action")),
    );
    expect(actions).toEqual(["eks:ListClusters", "eks:DescribeCluster"]);
    expect(at(template, "Resources", "Role", "Properties", "ManagedPolicyArns")).toBeUndefined();
  });

  test("says why for each wildcard", () => {
    const wild = statements(template).filter((one) => /[*?]/.test(JSON.stringify(one.statement)));
    const reasons = at(template, "Resources", "Role", "Metadata", "Wildcards");
    expect(wild.map(({ sid }) => sid).toSorted()).toEqual(Object.keys(reasons as object).toSorted());
  });

  test("enters the role into the cluster with a group and without an access policy", () => {
    expect(at(template, "Resources", "Access", "Type")).toBe("AWS::EKS::AccessEntry");
    expect(at(template, "Resources", "Access", "Properties")).toEqual({
      ClusterName: { Ref: "ClusterName" },
      PrincipalArn: {
        "Fn::If": [
          "MakesRole",
          { "Fn::GetAtt": ["Role", "Arn"] },
          { "Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${RoleName}" },
        ],
      },
      Type: "STANDARD",
      KubernetesGroups: ["flink-fleet"],
    });
  });

  test("subscribes to the audit log with the pattern that the hub uses", () => {
    expect(at(template, "Resources", "AuditLog", "Properties", "FilterPattern")).toBe(auditFilterPattern);
    expect(at(template, "Resources", "AuditLog", "Condition")).toBe("HasAudit");
    expect(at(whole, "Conditions", "HasAudit")).toEqual({
      "Fn::And": [{ Condition: "HasCluster" }, { "Fn::Not": [{ "Fn::Equals": [{ Ref: "AuditDestination" }, ""] }] }],
    });
  });

  test.for([
    { name: "HubAccount", right: ["123456789012"], wrong: ["1234", "", "*"] },
    { name: "HubStage", right: ["prod", "eu-1"], wrong: ["", "*", "Prod", "a/b"] },
    {
      name: "OperatorRole",
      right: [
        "",
        "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-central-1/AWSReservedSSO_On-call_0a",
      ],
      wrong: [
        "*",
        "arn:aws:iam::123456789012:root",
        "arn:aws:iam::123456789012:user/me",
        "arn:aws:iam::123456789012:role/*",
      ],
    },
    { name: "RoleName", right: ["flink-fleet-spoke"], wrong: ["", "a/b", "*"] },
    { name: "RoleRegion", right: ["", "none", "eu-central-1", "us-gov-west-1"], wrong: ["eu", "*"] },
    { name: "ClusterName", right: ["", "prod_1"], wrong: ["-a", "*"] },
    {
      name: "AuditDestination",
      right: [
        "",
        "arn:aws:logs:eu-central-1:123456789012:destination:flink-fleet-prod-audit",
        "arn:aws:lambda:eu-central-1:123456789012:function:flink-fleet-prod-audit",
      ],
      wrong: ["flink-fleet", "arn:aws:kinesis:eu-central-1:123456789012:stream/x"],
    },
  ])("takes for $name what can be right", ({ name, right, wrong }) => {
    const pattern = new RegExp(`^(${text(at(whole, "Parameters", name, "AllowedPattern"))})$`);
    for (const value of right) expect(value).toMatch(pattern);
    for (const value of wrong) expect(value).not.toMatch(pattern);
  });
});
