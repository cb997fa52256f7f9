package io.atalaya.bench;

import java.nio.file.Path;

/**
 * What every benchmark is given.
 *
 * @param directory for its files; empty at the start
 * @param jar the packaged service
 * @param redis the address of a Redis
 */
record Environment(Path directory, Path jar, String redis) {}
