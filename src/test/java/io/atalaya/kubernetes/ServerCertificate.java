package io.atalaya.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key for {@code localhost}, made for one test, with the certificate that signs itself.
 *
 * @param store the key, in the format PKCS12
 * @param authority the certificate, as PEM: what a client trusts
 */
record ServerCertificate(Path store, Path authority) {

  static final String PASSWORD = "of-a-key-of-a-test";

  static ServerCertificate make(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    ServerCertificate made =
        new ServerCertificate(directory.resolve("server.p12"), directory.resolve("ca.crt"));
    made.keytool("-genkeypair -keyalg EC -dname CN=localhost -ext san=dns:localhost -validity 2");
    made.keytool("-exportcert -rfc -file " + made.authority());
    return made;
  }

  private void keytool(String arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(Arrays.asList(arguments.split(" ")));
    command.addAll(
        List.of("-alias", "server", "-keystore", store.toString(), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }

  /** For a server with this key. */
  SSLContext context() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store)) {
      keys.load(file, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
