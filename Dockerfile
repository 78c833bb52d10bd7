# One image holds the four programs; docker-compose.yml says which one a container runs.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
COPY thirdparty thirdparty
RUN go mod download
COPY . .
ARG VERSION=dev
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X isnad/pkg/extract.revision=${VERSION}" -o /out/ ./cmd/...

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --create-home --home-dir /data isnad
COPY --from=build /out/ /usr/local/bin/
USER isnad
WORKDIR /data
CMD ["isnad", "--help"]
