package dev.confab.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Tells the version, which Maven writes into the jar. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"confab " + ofJar(), "Java " + Runtime.version()};
    }

    private static String ofJar() throws IOException {
        try (InputStream file =
                Version.class.getResourceAsStream("/META-INF/maven/dev.confab/confab-cli/pom.properties")) {
            if (file == null) {
                return "(not packaged)";
            }
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version", "(unknown)");
        }
    }
}
