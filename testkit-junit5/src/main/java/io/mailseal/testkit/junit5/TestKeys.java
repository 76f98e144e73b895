package io.mailseal.testkit.junit5;

import io.mailseal.core.Octets;
import io.mailseal.dkim.DkimPrivateKey;

/**
 * Keys that are the same in each run, so that signed messages are, too. Everybody knows them: they were made for this
 * file, and are good for nothing but tests.
 */
final class TestKeys {

    private static final String RSA_PEM = """
            -----BEGIN PRIVATE KEY-----
            MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQD6p74/XwetAm25
            EaGQjwr+qS0WZzvdrUU65MZF/36sF/aFT/ZWCyP7NxeT0N3sajKcBmjs5skTRjPC
            2vjiYpPLMd9sDpPuCqssQaag0+a3ykw/DCpGECIl17XBMxChUsUw2eVvr5aj0mZJ
            S5Lj6glJJW17M7gSrh5sNhmbB/M0qnhHwdh4+jvax6IKQQHeMiJYf10lDZQZyy8K
            PCIhdF7a7Kkj6PKbdOZyWlFaX2keG7+rWNZSgr9GaW4E+CW0bsWxmiZ8a5+NeJc9
            TjtoPIEBf00Fi9AZfc/8hnWJUPotHvOVcYstw8Qp/2MfSD/0qhpDttkwTx78YYM+
            dTJvU/a3AgMBAAECggEAFVfoQsQoRqqgxjQComkTwhiMvs4ekmM5NGkbmwVE94l4
            0+Q5sRz0vOT1jIAqDYIDejavg5CpSYteR/bWX4yOUiyWfkCFhy0AY13ZvvMcP8Up
            lerGxL2F8tv53ZAoF9yQ7vZ263ozpRJ65D3bra2VidV2i5mdUHXkIEnBB2r3YiIA
            xMxqOLtPoO5bQZa6exvvja5dTzW7wGW75XcCpqFuxe3zepZMcWecKz3Ik4Ph7CAC
            eS1d8WqHVCt0vV0A4dFk9/DwXGWpQUzeduTtuNbaNSSX8eT0+92hQRSVP7u4SZti
            G1Zm1dIY5D4k2rvLHfaxQeF1zDlyWKu1yd6+24Mz+QKBgQD/KZMhS65dyImS+30F
            kmOfXEHbn22tGAU4LQFVOos5aJ1to7po65X9FtTxO6xTRJsmktuhDkBGaTY8SPB4
            VJ0bYeksX8L+T2KF2Lt/1vp3k1lUafMAzyCeCZ+Zzj8lboaJDhcMOJDSiiRNIpQM
            sCNgs3XilhMnvywAwhLVbbtH/wKBgQD7emF/RdCExDA9/UPszFObkYSiUYhe6max
            hDcl6gDeGIYUOxUw6VNWIbLvzn2fPfJWkdss7XHBy28EpguQthKKe3WaJqiCGIhZ
            1rxP6WbHn8sLdmum/4+siZr9kj5CUpPABxy910TwjcHCS6tUmzbHe5+X3TjX1Tui
            wSu3htuRSQKBgQDpXvj2JuXfWJ6bE/CQvAbppdOGLxZ8jc+YRXFGpjjX1NrHgEvp
            0i5oQA2aZN2Deuf8K608bHBU9b1o/b0SETFv7ej5cMxDFBAkIsm6bsC9xMKa9hwO
            zWIjqOGUJpKShbf+eiiSQNoT9cylz85gnGh+9SQIjQIQBEUWnGnlUmtLuQKBgQCS
            /sImxwRP1u3sDjK6I+VrNfA1gTsZYCKO+R3TR6kiKWuWP8LvSDOyURhrHGRJxMf2
            2mMnK9Qm12cZbIWuHP9Re0EOzjIJeZWaDe8dNu0hGsJw/NOIVjIBRJ4YQneqBOLg
            iEfAoChoBDSSAfEwD1pB2H09I86qOrYVOJz5Nhb6IQKBgGV3Pv0Lwzn/urltGnx6
            YOLYzNOdNKjnebdSzm81SIyAdWn1UybRh1w/usHwtskCM1vqVClDDKz1UwboKPSn
            AXYD3lnKRJh7fkVb2dBCHk6MRGKqrWHCJ+gMSGrsd/3IMEP3zWuRPBvfJICJkaeT
            3gKh9WP0hjkYrKlW2fi9TFwj
            -----END PRIVATE KEY-----
            """;

    private static final String ED25519_SEED = "a seed of 32 octets for tests !!";

    private TestKeys() {}

    // Read once, and only if it is used.
    private static final class Rsa {
        static final DkimPrivateKey KEY = DkimPrivateKey.parse(RSA_PEM).orElseThrow();
    }

    private static final class Ed25519 {
        static final DkimPrivateKey KEY = DkimPrivateKey.ofEd25519Seed(Octets.ofLatin1(ED25519_SEED));
    }

    /** Of 2048 bits. */
    static DkimPrivateKey rsa() {
        return Rsa.KEY;
    }

    static DkimPrivateKey ed25519() {
        return Ed25519.KEY;
    }
}
