import * as z from "zod";

export const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-[0-9]$/, {
  error: "must be a region of AWS, for example eu-central-1",
});

export const roleArn = z.string().regex(/^arn:aws[a-z-]*:iam::[0-9]{12}:role\/[\w+=,.@/-]+$/, {
  error: "must be the ARN of a role, for example arn:aws:iam::123456789012:role/flink-fleet",
});

export const externalId = z.string().regex(/^[\w+=,.@:/-]{2,1224}$/, {
  error:
    "must be the external id that the role's trust policy asks for: 2 to 1224 letters, digits and any of _+=,.@:/-",
});

export const clusterName = z.string().regex(/^[0-9A-Za-z][\w-]{0,99}$/, {
  error: "must be the name of an EKS cluster",
});
