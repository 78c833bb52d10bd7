ARG GO
FROM ${GO} AS build
ARG VERSION
RUN CGO_ENABLED=0 GOBIN=/out go install -trimpath -ldflags "-s -w" github.com/nats-io/nats-server/v2@${VERSION}
FROM scratch
COPY --from=build /out/nats-server /nats-server
ENTRYPOINT ["/nats-server"]
CMD ["--config", "/nats-server.conf"]
