# docker build -t completions-playground .
# docker run -p 127.0.0.1:3000:3000 -v playground:/app/data completions-playground
#
# Nothing is built or installed at start. docs/deploy.md says how to run it behind a proxy, and on Postgres.
# e2e/image.spec.ts runs these instructions without Docker, so paths in RUN lines are relative.

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No install script is needed; some would download programs that are not used.
RUN npm ci --include=dev --ignore-scripts --prefer-offline --no-audit --no-fund
COPY . .
RUN npm run build && rm -rf .next/cache .next/diagnostics

FROM node:22-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY scripts/remove-build-packages.mjs ./scripts/
RUN npm ci --omit=dev --ignore-scripts --prefer-offline --no-audit --no-fund && node scripts/remove-build-packages.mjs

FROM node:22-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 NEXT_TELEMETRY_DISABLED=1
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/package.json /app/next.config.mjs /app/tsconfig.json ./
COPY --from=build /app/public ./public
COPY --from=build /app/prisma ./prisma
# For the commands: backup, restore, move-database, keys:rewrap, storage:recount.
COPY --from=build /app/scripts ./scripts
COPY --from=build /app/lib ./lib
COPY --from=build /app/.next ./.next
# The user "node" of this image, as numbers, so that a cluster can check that it is not root. The program cannot
# change itself: only this folder is its own.
RUN mkdir data && chown 1000:1000 data
USER 1000:1000
VOLUME /app/data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health/live`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Live runs may go on for DRAIN_SECONDS before the process ends.
STOPSIGNAL SIGTERM
CMD ["node", "scripts/start.mjs", "built"]
