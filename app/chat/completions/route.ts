import { withoutV1 } from '@/lib/public-api/server/without-v1';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = withoutV1;
