package dev.confab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(240)
class DemoCommandTest {

    @Test
    void theDemoPlaysAndProvesItself() {
        Cli demo = Cli.run("demo");
        assertEquals(ExitCode.OK, demo.exitCode(), demo.out() + demo.err());
        assertEquals("", demo.err());
        List.of(
                        "Hello, I am Ada.",
                        "You  Where is my parcel?",
                        "Ada is typing",
                        "the connection is cut",
                        "connected again, in the same session",
                        "Ada  Shall I call you back?",
                        "• Yes, please   /reply CALL_YES",
                        "You  Yes, please",
                        "You chose “Yes, please” (CALL_YES).",
                        "Premium plan – 12 months",
                        "uploaded note.txt, 64000 bytes",
                        "downloaded opening-hours.txt, 46 bytes",
                        "another device of the guest read the conversation back to its start: 17 messages",
                        "8 messages sent, each stored exactly once and in order; 9 received; 1 cut connection, 17 messages"
                                + " read back, nothing lost.")
                .forEach(part -> assertTrue(demo.out().contains(part), demo.out()));
        assertEquals(8, demo.out().split("proved: the service has it", -1).length - 1, demo.out());
        assertFalse(demo.out().contains("\u001b"));
    }

    @Test
    void theFaultsAreNamedAndMended() {
        Cli demo = Cli.run("demo", "--faults");
        assertEquals(ExitCode.OK, demo.exitCode(), demo.out() + demo.err());
        assertEquals("", demo.err());
        List.of(
                        "cut just before the service stores",
                        "did not find the message in the history, and sent it again",
                        "cut just after the service stored",
                        "found the message in the history: not sent again",
                        "stores the next message and never says so",
                        "waited for the proof in vain",
                        "(4029)",
                        "waited as long as it was told, and sent it again",
                        "an agent speaks meanwhile",
                        "This is Ben",
                        "fetched from the history what it had missed",
                        "5 messages sent, each stored exactly once and in order; 7 received; 5 faults, nothing lost.")
                .forEach(part -> assertTrue(demo.out().contains(part), demo.out()));
        assertEquals(5, demo.out().split("proved: the service has it", -1).length - 1, demo.out());
    }

    @ParameterizedTest
    @CsvSource({
        "guestchat, Genesys Cloud guest chat",
        "gms, Genesys Engage chat v2",
        "gms-cometd, Genesys Engage chat v2 over CometD",
        "nexus, Genesys Multicloud CX chat v3",
    })
    void aChatIsPlayedFromItsBeginningToTheLeave(String backend, String title) {
        Cli demo = Cli.run("demo", "--backend", backend);
        assertEquals(ExitCode.OK, demo.exitCode(), demo.out() + demo.err());
        assertEquals("", demo.err());
        List.of(
                        title + ": an agent joins",
                        "connected to a new session",
                        " joined",
                        "You  Where is my parcel?",
                        " is typing",
                        "you left the conversation; it can only be read now",
                        "3 messages sent, each stored exactly once and in order;",
                        "messages in the history, nothing lost.")
                .forEach(part -> assertTrue(demo.out().contains(part), demo.out()));
        assertEquals(3, demo.out().split("proved: the service has it", -1).length - 1, demo.out());
    }

    @Test
    void twoConversationsArePlayedFromTheInvitationToTheLeave() {
        Cli demo = Cli.run("demo", "--backend", "amm");
        assertEquals(ExitCode.OK, demo.exitCode(), demo.out() + demo.err());
        assertEquals("", demo.err());
        List.of(
                        "Avaya Multimedia Messaging: two users and an agent",
                        "nobody@example.com is refused",
                        " Alice  Where is my parcel?",
                        "Bob has the conversation \"Parcel 4711\"",
                        " is typing",
                        "It is on its way.",
                        "Alice has two conversations",
                        "Bob downloaded parcel.jpg, 64000 bytes",
                        "Alice downloaded note.txt, 6400 bytes",
                        "unread messages from Bob, and reads them",
                        "nothing is unread in it any more",
                        "Alice left \"Parcel 4711\"; Bob is told",
                        "she has no conversation any more",
                        "5 messages sent, each stored exactly once; 2 conversations, 2 files, nothing lost.")
                .forEach(part -> assertTrue(demo.out().contains(part), demo.out()));
        assertEquals(4, demo.out().split("proved: the service has it", -1).length - 1, demo.out());
    }

    @Test
    void theFaultsBetweenAUserAndAnAgentAreNamedAndMended() {
        Cli demo = Cli.run("demo", "--backend", "amm", "--faults");
        assertEquals(ExitCode.OK, demo.exitCode(), demo.out() + demo.err());
        assertEquals("", demo.err());
        List.of(
                        "cut just before the service stores",
                        "did not find it, and sent it again",
                        "cut just after the service stored",
                        "found the message in the conversation: not sent again",
                        "its answer gets lost",
                        "(503)",
                        "waited as long as it was told, and sent it again",
                        "an agent speaks meanwhile",
                        "This is Ben",
                        "asked for what had changed meanwhile",
                        "5 messages sent, each stored exactly once and in order; 5 faults, nothing lost.")
                .forEach(part -> assertTrue(demo.out().contains(part), demo.out()));
        assertEquals(5, demo.out().split("proved: the service has it", -1).length - 1, demo.out());
    }

    @Test
    void onATerminalItIsColoured() {
        Cli demo = Cli.coloured("demo");
        assertEquals(ExitCode.OK, demo.exitCode(), demo.out() + demo.err());
        assertTrue(demo.out().contains("\u001b[32m8 messages sent"), demo.out());
    }
}
