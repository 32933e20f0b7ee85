package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(240)
class UsageTest {

    private static final String URL = "http://127.0.0.1:9";

    @ParameterizedTest
    @ValueSource(strings = {"demo", "chat", "sandbox", "decode"})
    void everyCommandHasHelpWithItsExitCodes(String command) {
        Cli help = Cli.run(command, "--help");
        assertEquals(0, help.exitCode());
        assertTrue(help.out().startsWith("Usage: confab " + command), help.out());
        assertTrue(help.out().contains("Exit codes:"), help.out());
        assertEquals("", help.err());
        assertFalse(help.out().contains("\u001b"));
    }

    @Test
    void helpOfTheWholeNamesEveryCommand() {
        Cli help = Cli.run("--help");
        assertEquals(0, help.exitCode());
        List.of("demo", "chat", "sandbox", "decode")
                .forEach(command -> assertTrue(help.out().contains("  " + command + " "), help.out()));
    }

    @Test
    void helpOfChatListsEveryOption() {
        String help = Cli.run("chat", "--help").awaited().out();
        List.of(
                        "--backend",
                        "--url",
                        "--region",
                        "--deployment",
                        "--token",
                        "--json",
                        "--rate",
                        "--timeout",
                        "--linger",
                        "--debug")
                .forEach(option -> assertTrue(help.contains(option), option));
    }

    @Test
    void helpOfTheSandboxListsEveryOption() {
        String help = Cli.run("sandbox", "--help").awaited().out();
        List.of(
                        "--port",
                        "--scenario",
                        "--deployment",
                        "--rate-limit",
                        "--guest-queue",
                        "--lenient",
                        "--max-file-kb",
                        "--file-types",
                        "--no-attachments",
                        "--disconnect",
                        "--no-auth")
                .forEach(option -> assertTrue(help.contains(option), option));
    }

    @Test
    void versionIsTold() {
        Cli version = Cli.run("--version");
        assertEquals(0, version.exitCode());
        assertTrue(version.out().startsWith("confab "), version.out());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                                                 | Missing required subcommand
                    telnet                                             | 'telnet'
                    chat                                               | --region=DOMAIN
                    chat --url http://127.0.0.1:9 --region x.de        | --url=ADDRESS, --region=DOMAIN are mutually exclusive
                    chat --url http://127.0.0.1:9 --speed 3            | '--speed'
                    chat --url nonsense                                | '--url': "nonsense" has no scheme
                    chat --url http://chat.example.com                 | use https://
                    chat --url http://127.0.0.1:99999                  | '--url'
                    chat --url http://127.0.0.1:9/v1                   | '--url'
                    chat --region https://mypurecloud.de               | '--region'
                    chat --url http://127.0.0.1:9 --backend xyz        | '--backend': there is no back end "xyz"; there is: webmessaging
                    chat --url http://127.0.0.1:9 --deployment ä       | '--deployment': "ä" is no deployment id
                    chat --url http://127.0.0.1:9 --rate -1            | '--rate'
                    chat --url http://127.0.0.1:9 --rate fast          | '--rate'
                    chat --url http://127.0.0.1:9 --timeout 0          | '--timeout': give at least 1 second
                    chat --url http://127.0.0.1:9 --linger -1          | '--linger'
                    chat --url http://127.0.0.1:9 --queue Support      | '--queue': Web Messaging knows
                    chat --url http://127.0.0.1:9 --organization x     | '--organization': Web Messaging knows
                    chat --url http://127.0.0.1:9 --member-token x     | '--member-token': Web Messaging takes no
                    chat --url http://127.0.0.1:9 --backend guestchat --token t | '--token': guest chat names no session
                    chat --url http://127.0.0.1:9 --backend guestchat --organization ? | '--organization': "?" is no organization id
                    chat --url http://127.0.0.1:9 --backend guestchat --deployment ? | '--deployment': "?" is no deployment id
                    chat --url http://chat.example.com --backend guestchat | use https://
                    demo --backend xyz                                 | '--backend': there is no back end "xyz"; there is: webmessaging, guestchat, gms, gms-cometd, nexus, amm.
                    demo --backend nexus --faults                      | '--faults': the demo of nexus has none
                    demo --backend guestchat --faults                  | '--faults': the demo of guestchat has none
                    decode                                             | '--backend=NAME'
                    decode --backend xyz                               | '--backend': there is no back end "xyz"; there is: webmessaging
                    chat --region mypurecloud.de --backend gms         | '--region': Engage has no regions
                    chat --url http://127.0.0.1:9 --backend gms --deployment x | '--deployment': Engage has no deployments
                    chat --url http://127.0.0.1:9 --backend gms-cometd --token x | '--token': Engage names no session
                    chat --url http://chat.example.com --backend nexus | https
                    sandbox --port 70000                               | '--port'
                    sandbox --scenario rude                            | choose one of echo, concierge, silent
                    sandbox --rate-limit -2                            | '--rate-limit'
                    sandbox --max-file-kb 0                            | '--max-file-kb': give at least 1
                    sandbox --max-file-kb big                          | '--max-file-kb'
                    sandbox --file-types image/*,pdf                   | '--file-types': "pdf" is no MIME type
                    sandbox --no-attachments --max-file-kb 5           | '--max-file-kb': it says nothing beside --no-attachments
                    sandbox --no-attachments --file-types image/*      | '--file-types': it says nothing beside --no-attachments
                    sandbox --disconnect maybe                         | choose one of readonly, send, off
                    """)
    void whatIsWrongIsNamedWithTheWayOut(String args, String said) {
        Cli run = Cli.run(args.isEmpty() ? new String[0] : args.split(" ", -1));
        assertEquals(ExitCode.USAGE, run.exitCode(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().contains(said), run.err());
        assertTrue(run.err().contains("--help"), run.err());
        assertFalse(run.err().contains("\tat "), run.err());
    }

    @Test
    void theStackTraceIsShownOnlyOnDemand() {
        Cli quiet = Cli.run("chat", "--url", "nonsense");
        assertEquals(ExitCode.USAGE, quiet.exitCode());
        assertFalse(quiet.err().contains("\tat "));
        Cli loud = Cli.run("chat", "--url", "nonsense", "--debug");
        assertEquals(ExitCode.USAGE, loud.exitCode());
        assertTrue(loud.err().contains("\tat "), loud.err());
    }

    @Test
    void nobodyListens() {
        Cli run = Cli.run("chat", "--json", "--url", URL);
        assertEquals(ExitCode.NOT_CONNECTED, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("confab: Could not connect."), run.err());
        assertTrue(run.err().contains(URL), run.err());
        assertFalse(run.err().contains("\tat "), run.err());
        assertEquals("Error", run.json().get(run.json().size() - 1).get("state").asText(), run.out());
    }
}
