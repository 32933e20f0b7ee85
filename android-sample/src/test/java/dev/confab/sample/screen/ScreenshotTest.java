package dev.confab.sample.screen;

import android.view.View;
import dev.confab.sample.R;
import dev.confab.sandbox.SandboxOptions;
import dev.confab.sandbox.Scenario;
import dev.confab.sandbox.fault.Fault;
import dev.confab.sandbox.fault.FaultScope;
import dev.confab.sandbox.fault.TransferFault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;

/** Takes pictures for the documents: real conversations, real fonts, the theme of the app. */
@RunWith(RobolectricTestRunner.class)
@Config(qualifiers = "en-rUS-w360dp-h720dp-xhdpi", application = TestApp.class)
public class ScreenshotTest {

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final String CARD = "{\"title\":\"%s\",\"description\":\"%s\",\"image\":\"%s\",\"actions\":["
            + "{\"type\":\"Link\",\"text\":\"Details\",\"url\":\"https://example.org/%s\"},"
            + "{\"type\":\"Postback\",\"text\":\"Book\",\"payload\":\"BOOK_%s\"}]}";

    private final TimeZone zone = TimeZone.getDefault();

    @Before
    public void begin() {
        Locale.setDefault(Locale.US);
        TimeZone.setDefault(Scenes.morning());
    }

    @After
    public void end() {
        TimeZone.setDefault(zone);
    }

    @Test
    public void light() {
        try (AppTester app = slowly()) {
            order(app); // as much as there is room for: it begins at the day, not inside of a bubble
            app.said("Please show me the quick replies.");
            answered(app, "Shall I call you back?");
            app.awaitRow("chips", row -> row.findViewById(R.id.choices) != null);
            app.settle();
            app.picture("light");
        }
    }

    @Test
    public void dark() {
        RuntimeEnvironment.setQualifiers("+night");
        try (AppTester app = slowly()) {
            order(app);
            app.said("Great. And when are you open?");
            answered(app, "We are here every day from 8:00 to 20:00.");
            app.said("Thanks, see you tomorrow");
            app.sandbox.advanceClock(PAUSE); // she begins to write, and takes as long again for it
            app.awaitRow("typing", row -> row.findViewById(R.id.dots) != null);
            app.settle();
            app.picture("dark");
        }
    }

    @Test
    public void german() {
        RuntimeEnvironment.setQualifiers("+de-rDE");
        Locale.setDefault(Locale.GERMANY);
        try (AppTester app = new AppTester(Scenario.SILENT).connected().said("Guten Tag! Wo ist mein Paket?")) {
            app.agent().say("Guten Tag! Ich sehe gleich nach. Haben Sie eine Sendungsnummer?");
            app.awaitWords("Sendungsnummer?");
            app.said("Ja: 00340434161094015902");
            app.agent().say("Danke. Es ist heute früh angekommen und wird morgen vor 12 Uhr zugestellt.");
            app.awaitWords("zugestellt.");
            app.said("Super, vielen Dank!");
            app.agent()
                    .show(
                            "Gern geschehen. Kann ich noch etwas für Sie tun?",
                            "[{\"contentType\":\"QuickReply\",\"quickReply\":{\"text\":\"Nein,"
                                    + " danke\",\"payload\":\"NO\",\"action\":\"Message\"}},{\"contentType\":\"QuickReply\",\"quickReply\":{\"text\":\"Ja,"
                                    + " bitte\",\"payload\":\"YES\",\"action\":\"Message\"}}]");
            app.awaitRow("chips", row -> row.findViewById(R.id.choices) != null);
            app.settle();
            app.picture("german");
        }
    }

    @Test
    public void cards() {
        try (AppTester app = new AppTester(Scenario.SILENT).connected().said("Where can we go in June?")) {
            String day = Scenes.hosted(app, "day.png", Paintings.day());
            String evening = Scenes.hosted(app, "evening.png", Paintings.evening());
            app.said("With a view, please");
            String cards = String.format(
                    "[{\"contentType\":\"Carousel\",\"carousel\":{\"cards\":[%s,%s]}}]",
                    String.format(CARD, "Green Valley", "Four nights, breakfast", day, "valley", "VALLEY"),
                    String.format(CARD, "Evening Bay", "Seven nights, half board", evening, "bay", "BAY"));
            app.agent().show("These two still have rooms:", cards);
            View row = app.awaitWords("Green Valley");
            app.await("the pictures are there", () -> {
                android.widget.ImageView image = row.findViewById(R.id.card_image);
                return image.getDrawable() instanceof android.graphics.drawable.BitmapDrawable;
            });
            app.agent()
                    .show(
                            null,
                            "[{\"contentType\":\"DatePicker\",\"datePicker\":{\"title\":\"When shall we call"
                                    + " you?\",\"subtitle\":\"It takes ten minutes.\","
                                    + "\"availableTimes\":[{\"dateTime\":\"2030-06-03T09:00:00.000Z\",\"duration\":600}]}}]");
            app.awaitWords("When shall we call you?");
            app.settle();
            app.picture("cards");
        }
    }

    @Test
    public void attachments() {
        try (AppTester app = new AppTester(Scenario.SILENT).connected().said("This is what I see:")) {
            Scenes.pick(app, "harbour.png", Paintings.evening());
            app.await("it is ready", () -> app.view(R.id.send).isEnabled());
            app.said("The light over the harbour");
            app.await(
                    "the picture is sent and shown",
                    () -> Views.find(
                                    app.view(R.id.messages),
                                    each -> each
                                                    instanceof
                                                    com.google.android.material.imageview.ShapeableImageView image
                                            && image.getDrawable() instanceof android.graphics.drawable.BitmapDrawable)
                            != null);
            app.agent()
                    .sendFile(
                            "repair-guide.txt",
                            "text/plain",
                            "Step 1".repeat(900).getBytes(StandardCharsets.UTF_8));
            app.awaitWords("repair-guide.txt");
            app.sandbox
                    .faults()
                    .add(new TransferFault.Slow(Fault.Transfer.UPLOAD, Duration.ofHours(1)), FaultScope.always());
            Scenes.pick(app, "logs.txt", "x".repeat(700_000).getBytes(StandardCharsets.UTF_8));
            app.await("it is on its way", () -> AppTester.texts(app.view(R.id.tray))
                    .contains("Uploading, "));
            app.await("the service takes its time", () -> app.sandbox.faults().list().stream()
                    .anyMatch(fault -> fault.applied() > 0));
            app.sandbox.faults().clear(); // for the next one
            Scenes.pick(app, "valley.png", Paintings.day());
            app.await("it is ready", () -> AppTester.texts(app.view(R.id.tray)).contains("10 kB"));
            app.type("And this is the valley");
            app.settle();
            app.picture("attachments");
        }
    }

    /** An agent who takes her time: what she shows while she writes can be seen. */
    private static AppTester slowly() {
        return new AppTester(
                        SandboxOptions.builder().scenario(Scenario.CONCIERGE).agentDelay(PAUSE))
                .connected();
    }

    private static void order(AppTester app) {
        app.await("the guest has come in", () -> app.sandbox.ledger().stream()
                .anyMatch(entry -> String.valueOf(entry).contains("Join")));
        answered(app, "Hello, I am Ada.");
        app.said("Hi Ada! Where is my order?");
        answered(app, "Your order left our warehouse this morning.");
    }

    /**
     * She has been asked, so that it is known when she will have written and answered: the clock of the service is set to that
     * and no further. A clock that ran on while the screen is drawn would soon be hours ahead.
     */
    private static void answered(AppTester app, String words) {
        app.sandbox.advanceClock(PAUSE.multipliedBy(2));
        app.awaitWords(words);
    }
}
