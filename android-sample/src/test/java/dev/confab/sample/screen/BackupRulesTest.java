package dev.confab.sample.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Neither a backup nor the move to a new device takes a conversation, its key or the settings along: by the merged manifest and its rules. */
class BackupRulesTest {

    private static final String ANDROID = "http://schemas.android.com/apk/res/android";
    private static final Path MERGED = Path.of("target/android/AndroidManifest.xml");
    private static final Path SAMPLE = Path.of("src/main/res/xml");
    private static final Path LIBRARY = Path.of("../confab-android/src/main/res/xml");

    /** All that an application can store anything in, but for what no backup ever takes. */
    private static final List<String> DOMAINS = List.of("root .", "file .", "database .", "sharedpref .", "external .");

    /** Where an application may have moved what the library keeps. */
    private static final List<String> KEPT =
            List.of("file confab", "file confab-keyset", "database confab", "sharedpref confab.xml");

    @Test
    void SEC4_nothing_of_the_app_leaves_the_device() throws Exception {
        Element application =
                (Element) parse(MERGED).getElementsByTagName("application").item(0);
        assertEquals("false", application.getAttributeNS(ANDROID, "allowBackup"));
        Document old = parse(rules(application.getAttributeNS(ANDROID, "fullBackupContent")));
        assertExcludes(DOMAINS, old.getDocumentElement());
        Document recent = parse(rules(application.getAttributeNS(ANDROID, "dataExtractionRules")));
        assertExcludes(DOMAINS, only(recent, "cloud-backup"));
        assertExcludes(DOMAINS, only(recent, "device-transfer"));
    }

    @Test
    void SEC4_the_rules_of_the_library_leave_out_store_key_and_preferences() throws Exception {
        assertExcludes(KEPT, parse(LIBRARY.resolve("confab_backup_rules.xml")).getDocumentElement());
        Document recent = parse(LIBRARY.resolve("confab_data_extraction_rules.xml"));
        assertExcludes(KEPT, only(recent, "cloud-backup"));
        assertExcludes(KEPT, only(recent, "device-transfer"));
    }

    private static void assertExcludes(List<String> expected, Element section) {
        List<String> excluded = new ArrayList<>();
        NodeList children = section.getElementsByTagName("exclude");
        for (int i = 0; i < children.getLength(); i++) {
            Element exclude = (Element) children.item(i);
            excluded.add(exclude.getAttribute("domain") + " " + exclude.getAttribute("path"));
        }
        assertEquals(expected, excluded);
        // One include would turn the meaning round: all that is not named stays, then.
        assertEquals(0, section.getElementsByTagName("include").getLength());
    }

    private static Element only(Document rules, String section) {
        NodeList found = rules.getElementsByTagName(section);
        assertEquals(1, found.getLength(), section);
        return (Element) found.item(0);
    }

    /** The file behind {@code @xml/name}. */
    private static Path rules(String reference) {
        assertTrue(reference.startsWith("@xml/"), reference);
        Path file = SAMPLE.resolve(reference.substring("@xml/".length()) + ".xml");
        assertTrue(Files.exists(file), file.toString());
        return file;
    }

    private static Document parse(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(file.toFile());
    }
}
