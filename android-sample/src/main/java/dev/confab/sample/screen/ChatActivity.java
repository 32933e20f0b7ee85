package dev.confab.sample.screen;

import android.os.Bundle;
import androidx.appcompat.app.AppCompatActivity;
import com.google.android.material.appbar.MaterialToolbar;
import dev.confab.android.ConfabAndroid;
import dev.confab.client.AsyncMessagingClient;
import dev.confab.sample.R;
import dev.confab.transport.backend.webmessaging.WebMessagingOptions;
import org.jspecify.annotations.Nullable;

/** The conversation. */
public final class ChatActivity extends AppCompatActivity {

    private @Nullable AsyncMessagingClient client;

    @Override
    protected void onCreate(@Nullable Bundle saved) {
        super.onCreate(saved);
        setContentView(R.layout.activity_chat);
        MaterialToolbar toolbar = findViewById(R.id.toolbar);
        toolbar.setTitle(R.string.app_name);
        client = ConfabAndroid.client(
                WebMessagingOptions.builder("sandbox").loopbackEndpoint("ws://127.0.0.1:8080").build());
        toolbar.setSubtitle(client.state().toString());
    }

    @Override
    protected void onDestroy() {
        super.onDestroy();
        if (client != null) {
            var unused = client.closeAsync();
        }
    }
}
