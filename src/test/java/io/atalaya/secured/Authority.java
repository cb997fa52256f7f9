package io.atalaya.secured;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority that exists for one test: made by the JDK's keytool, valid for two days.
 */
public final class Authority {

  /** Of every key store; the keys are worth nothing. */
  public static final String PASSWORD = "of-the-key-store";

  private static final String OWN = "authority";
  private static final char[] SECRET = PASSWORD.toCharArray();

  private final Path directory;
  private final Path store;

  private Authority(Path directory) {
    this.directory = directory;
    store = directory.resolve("authority.p12");
  }

  /**
   * What a server or a client shows of itself.
   *
   * @param store the key and its chain, PKCS #12
   * @param certificate the chain, PEM
   * @param key the key, PKCS #8 in PEM, which nobody else may read
   * @param both the key and the chain in one file, PEM
   */
  public record Identity(Path store, Path certificate, Path key, Path both) {

    /** For a server of the test itself that shows it. */
    public SSLContext context() throws IOException, GeneralSecurityException {
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(load(store), SECRET);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    }
  }

  /** Makes one, with its files in {@code directory}. */
  public static Authority create(Path directory) throws IOException, InterruptedException {
    Authority authority = new Authority(Files.createDirectories(directory));
    authority.keytool("-alias", OWN, "-dname", "CN=" + directory.getFileName(), "-ext", "bc:c");
    return authority;
  }

  /** Its own certificate, PEM: what one has to trust. */
  public Path certificate() throws IOException, GeneralSecurityException {
    return Files.writeString(
        directory.resolve("ca.crt"),
        pem("CERTIFICATE", load(store).getCertificate(OWN).getEncoded()));
  }

  /** Certifies a name, which is also good for whoever is called at localhost. */
  public Identity identity(String name) throws Exception {
    return identity(name, "dns:localhost,ip:127.0.0.1");
  }

  /**
   * Certifies a name.
   *
   * @param hosts where it may be called, as keytool's {@code san} takes them
   */
  public Identity identity(String name, String hosts) throws Exception {
    keytool("-alias", name, "-dname", "CN=" + name, "-signer", OWN, "-ext", "san=" + hosts);
    KeyStore all = load(store);
    Key key = all.getKey(name, SECRET);
    Certificate[] chain = all.getCertificateChain(name);
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, SECRET);
    one.setKeyEntry(name, key, SECRET, chain);
    Path single = directory.resolve(name + ".p12");
    try (OutputStream out = Files.newOutputStream(single)) {
      one.store(out, SECRET);
    }
    StringBuilder certificates = new StringBuilder();
    for (Certificate certificate : chain) {
      certificates.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    String secret = pem("PRIVATE KEY", key.getEncoded());
    Path keyFile = directory.resolve(name + ".key");
    Files.createFile(
        keyFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new Identity(
        single,
        Files.writeString(directory.resolve(name + ".crt"), certificates),
        Files.writeString(keyFile, secret),
        Files.writeString(directory.resolve(name + ".pem"), secret + certificates));
  }

  /** For a client of the test itself that trusts this authority. */
  SSLContext trusting() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, SECRET);
    trusted.setCertificateEntry(OWN, load(store).getCertificate(OWN));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore load(Path store) throws IOException, GeneralSecurityException {
    KeyStore all = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      all.load(in, SECRET);
    }
    return all;
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool " + String.join(" ", arguments) + ": " + output);
    }
  }

  private static String pem(String what, byte[] encoded) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded), what);
  }
}
