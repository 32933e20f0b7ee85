package dev.confab.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What a Java program sees of this module, and of the values, options and policies of the core, is Java: no type of Kotlin or
 * its libraries, no name that a compiler made.
 */
class PublicApiTest {

    /** Of the core: what Java programs make, read and pass on. */
    private static final Predicate<String> FOR_JAVA = Pattern.compile("dev/confab/transport/(model|policy)/\\w+"
                    + "|dev/confab/transport/(MessagingClientConfig|ConnectOptions|AttachmentProgress|Confab)"
                    + "|dev/confab/transport/jvm/(AttachmentFiles|AttachmentPaths|CallbackThreads)"
                    + "|dev/confab/transport/net/(TlsVersion|CertificatePin)"
                    + "|dev/confab/transport/backend/IncomingFile"
                    + "|dev/confab/transport/backend/\\w+/\\w*(Options|Region|Context|Request|Provider|Sync|State|Config)"
                    + "|dev/confab/transport/store/(SqliteSessionStore|Tink\\w+)")
            .asMatchPredicate();

    /**
     * What is for Kotlin, or for whoever writes a transport or a store, and stands beside what is for Java. Each has its reason.
     */
    private static final Map<String, String> NOT_FOR_JAVA = Map.of();

    @Test
    void nothingOfKotlinIsVisible() {
        List<String> found = new ArrayList<>();
        for (Class<?> type : api()) {
            members(type).forEach(member -> {
                Set<String> seen = new TreeSet<>();
                types(member).forEach(used -> collect(used, seen));
                seen.removeIf(name -> !isOfKotlin(name));
                if (!seen.isEmpty() && !isExcused(member)) {
                    found.add(name(member) + " shows " + seen);
                }
            });
        }
        assertEquals(List.of(), found);
    }
}
