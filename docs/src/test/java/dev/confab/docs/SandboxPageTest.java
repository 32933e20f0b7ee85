package dev.confab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.confab.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code docs/sandbox.md} lists is what the sandbox has. */
@Timeout(60)
class SandboxPageTest {
    private static final String PAGE = Tree.read(Tree.ROOT.resolve("docs/sandbox.md"));
    private final Sandbox sandbox = Sandbox.start();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void theExampleStoresItsMessageOnce() throws Exception {
        assertEquals(List.of("Anybody there?"), SandboxExample.storedAlthoughTheConnectionBroke("Anybody there?"));
    }

    @Test
    void thePageListsTheControlVerbs() throws Exception {
        String front = send("GET", "/", "");
        String control = front.substring(front.indexOf("\"control\""));
        assertEquals(
                verbs(control, "\"((?:GET|POST|DELETE) /sandbox[^ ?\"]*)"),
                verbs(PAGE, "`((?:GET|POST|DELETE) /sandbox[^ ?`]*)"));
    }

    @Test
    void thePageListsTheFaults() throws Exception {
        String refusal = send("POST", "/sandbox/faults", "{}");
        Set<String> faults = new TreeSet<>(List.of(
                verbs(refusal, "must be one of ([\\w, ]+)").iterator().next().split(", ", -1)));
        String section = PAGE.substring(PAGE.indexOf("## Break it"), PAGE.indexOf("## Deployments"));
        assertEquals(faults, verbs(section, "(?m)^\\| `(\\w+)` \\| "));
    }

    private String send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static Set<String> verbs(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
