# One image a program, each a static binary on nothing: docker build --target ingest . (docker-compose.yml names them all).
#
# The same source gives the same bytes: no paths, no build ids, all times SOURCE_DATE_EPOCH.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
COPY thirdparty thirdparty
RUN go mod download
COPY . .
# A name of the source, such as its commit. Without one a build is named by a hash of its bytes.
ARG VERSION=
ARG SOURCE_DATE_EPOCH=0
# timetzdata: the zones of the world in the binary, for there are none in the image.
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -tags timetzdata \
      -ldflags "-s -w -buildid= -X isnad/pkg/build.revision=${VERSION}" \
      -o /out/ ./cmd/ingest ./cmd/extract ./cmd/sink ./cmd/keeper ./cmd/isnad ./cmd/health \
 && mkdir -p /base/etc/ssl/certs /nats/etc/nats /nats/data \
 && cp /etc/ssl/certs/ca-certificates.crt /base/etc/ssl/certs/ \
 && cp /out/health /base/ && cp /out/health /nats/ && cp deploy/nats.conf /nats/etc/nats/ \
 && find /out /base /nats -exec touch -h -d "@${SOURCE_DATE_EPOCH}" {} +

FROM scratch AS base
COPY --from=build /base/ /
USER 10001:10001

FROM base AS keeper
COPY --from=build /out/keeper /keeper
ENV ISNAD_HTTP=:8084
EXPOSE 8084
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/health", "http://127.0.0.1:8084/readyz"]
ENTRYPOINT ["/keeper"]

FROM base AS ingest
COPY --from=build /out/ingest /ingest
ENV ISNAD_HTTP=:8081
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/health", "http://127.0.0.1:8081/readyz"]
ENTRYPOINT ["/ingest"]

FROM base AS extract
COPY --from=build /out/extract /extract
ENV ISNAD_HTTP=:8082
EXPOSE 8082
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/health", "http://127.0.0.1:8082/readyz"]
ENTRYPOINT ["/extract"]

FROM base AS sink
COPY --from=build /out/sink /sink
ENV ISNAD_HTTP=:8083
EXPOSE 8083
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/health", "http://127.0.0.1:8083/readyz"]
ENTRYPOINT ["/sink"]

# The people's commands. They hold everything, an embedded broker and both stores, and so are larger than the workers.
FROM base AS commands
COPY --from=build /out/isnad /isnad
ENTRYPOINT ["/isnad"]

# The broker with its users and rights, and a program that can ask whether it is well.
FROM nats:2.15.2-scratch AS nats
COPY --from=build --chown=10001:10001 /nats/ /
USER 10001:10001
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["/health", "http://127.0.0.1:8222/healthz"]
ENTRYPOINT ["/nats-server"]
CMD ["--config", "/etc/nats/nats.conf"]
